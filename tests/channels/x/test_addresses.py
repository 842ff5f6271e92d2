"""A stranger's payload cannot make us call our own network."""

import pytest

from webcare.channels.application import Application
from webcare.channels.x.addresses import api_base, is_ours_to_fetch

REAL = Application(network="x", settings={})
SANDBOX = Application(network="x", settings={"api_base": "http://127.0.0.1:8020/"})


@pytest.mark.parametrize(
    "url",
    [
        "https://pbs.twimg.com/media/bag.jpg",
        "https://video.twimg.com:443/v/large.mp4?tag=1",
        "https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg",
        "https://api.x.com/2/dm_conversations/media/1/2/a.jpg",
    ],
)
def test_what_lies_with_x_is_fetched(url: str) -> None:
    assert is_ours_to_fetch(REAL, url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bag.jpg",
        "file:///etc/passwd",
        "http://pbs.twimg.com/media/bag.jpg",
        "https://pbs.twimg.com.evil.example/bag.jpg",
        "https://evil.example/?pbs.twimg.com",
        "https://pbs.twimg.com@evil.example/",
        "https://user:word@pbs.twimg.com/",
        "https://pbs.twimg.com:8443/",
        "https://[::1",
        "https://pbs.twimg.com:port/",
        "http://127.0.0.1:8020/media/1",
        "http://169.254.169.254/latest/meta-data",
        "http://api.x.com/2/users/me",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not is_ours_to_fetch(REAL, url)


def test_another_server_of_the_protocol_is_its_own_media_host_and_no_other_port_of_it() -> None:
    assert api_base(SANDBOX) == "http://127.0.0.1:8020"
    assert is_ours_to_fetch(SANDBOX, "http://127.0.0.1:8020/media/1")
    assert not is_ours_to_fetch(SANDBOX, "http://127.0.0.1:5432/")
    assert not is_ours_to_fetch(SANDBOX, "https://127.0.0.1:8020/media/1")

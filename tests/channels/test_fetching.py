"""A stranger's payload cannot make us call our own network."""

from __future__ import annotations

import pytest

from webcare.channels.application import Application
from webcare.channels.fetching import Place
from webcare.channels.meta.fetching import FILES as META
from webcare.channels.wechat.fetching import PICTURES as WECHAT
from webcare.channels.weibo.fetching import PICTURES as WEIBO
from webcare.channels.x.addresses import API_BASE
from webcare.channels.x.addresses import FILES as X

SANDBOX = "http://127.0.0.1:8020"


@pytest.mark.parametrize(
    ("place", "url"),
    [
        (X, "https://pbs.twimg.com/media/bag.jpg"),
        (X, "https://video.twimg.com:443/v/large.mp4?tag=1"),
        (X, "https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg"),
        (X, "https://api.x.com/2/dm_conversations/media/1/2/a.jpg"),
        (META, "https://scontent.ams4-1.fbcdn.net/v/bag.jpg"),
        (META, "https://scontent.cdninstagram.com/bag.jpg"),
        (WEIBO, "http://wx1.sinaimg.cn/large/bag.jpg"),
        (WECHAT, "http://mmbiz.qpic.cn/bag/0"),
        (WECHAT, "https://mmbiz.qpic.cn/bag/0"),
    ],
)
def test_what_lies_with_a_network_is_fetched(place: Place, url: str) -> None:
    assert place.keeps(url, API_BASE)


@pytest.mark.parametrize("place", [X, META, WEIBO, WECHAT], ids=lambda place: place.network)
@pytest.mark.parametrize(
    "url",
    [
        "",
        "bag.jpg",
        "file:///etc/passwd",
        "https://{host}.evil.example/bag.jpg",
        "https://evil.example/?{host}",
        "https://{host}@evil.example/",
        "https://user:word@{host}/",
        "https://{host}:8443/",
        "http://{host}:443/",
        "ftp://{host}/",
        "https://evil{host}.example/",
        "https://[::1",
        "https://{host}:port/",
        "http://127.0.0.1:8020/media/1",
        "http://169.254.169.254/latest/meta-data",
        "http://api.x.com/2/users/me",
    ],
)
def test_anything_else_is_not(place: Place, url: str) -> None:
    name = place.hosts[0]
    assert not place.keeps(url.replace("{host}", f"pictures{name}" if name.startswith(".") else name), API_BASE)


@pytest.mark.parametrize("url", ["http://pbs.twimg.com/media/bag.jpg", "https://evilpbs.twimg.com/bag.jpg"])
def test_a_host_that_gives_everything_by_tls_is_called_so_and_by_its_whole_name(url: str) -> None:
    assert not X.keeps(url, API_BASE)


def test_another_server_of_the_protocol_is_its_own_media_host_and_no_other_port_of_it() -> None:
    assert Application(settings={"api_base": f"{SANDBOX}/"}).base(API_BASE) == SANDBOX
    assert X.keeps("http://127.0.0.1:8020/media/1", SANDBOX)
    assert not X.keeps("http://127.0.0.1:5432/", SANDBOX)
    assert not X.keeps("https://127.0.0.1:8020/media/1", SANDBOX)

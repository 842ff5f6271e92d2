"""What the widget's events say, and what a widget's settings mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.webchat.conftest import connected
from tests.world import World
from webcare.channels.adapter import DeliveryError
from webcare.channels.connecting import test as try_out
from webcare.channels.inbound import Inbound, Parsing, Received, Seen, Unparsable
from webcare.channels.webchat.appearance import ink_on, site_of
from webcare.channels.webchat.parse import parse
from webcare.lib.now import real_now

PAYLOADS = Path(__file__).resolve().parents[3] / "webcare/channels/webchat/payloads"
VISITOR = "b3c1f0d2a4e54f6f9a7d8e1c2b3a4d5e"


def told(name: str) -> Inbound:
    (inbound,) = parse((PAYLOADS / f"{name}.json").read_bytes(), Parsing(real_now()))
    return inbound


def received(name: str) -> Received:
    inbound = told(name)
    assert isinstance(inbound, Received)
    return inbound


@pytest.mark.parametrize("payload", sorted(PAYLOADS.iterdir()), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    assert len(parse(payload.read_bytes(), Parsing(real_now()))) == 1


def test_a_message_is_private_and_of_its_own_thread() -> None:
    message = received("message")
    assert (message.author.external_id, message.thread_key, message.private) == (VISITOR, VISITOR, True)
    assert message.external_id.startswith(f"{VISITOR}:v.")
    assert (message.author.name, message.author.verified, message.automatic) == ("", False, False)


def test_files_without_words_are_fetched_from_our_own_table() -> None:
    files = received("message_with_files_and_no_words").attachments
    assert [(file.url, file.filename) for file in files] == [
        ("chat:5d2f0d0a-3a58-4f6e-bd13-6b8b6f0f0a01", "bag.png"),
        ("chat:5d2f0d0a-3a58-4f6e-bd13-6b8b6f0f0a02", "tag.pdf"),
    ]


def test_an_address_that_was_left_asks_for_nothing() -> None:
    message = received("name_and_address_left")
    assert (message.automatic, message.author.handle, message.author.name) == (True, "mia@example.org", "Mia")


def test_whom_the_site_names_goes_on_from_the_browser() -> None:
    author = received("visitor_whom_the_site_names_after_some_anonymous_words").author
    assert (author.external_id, author.formerly, author.verified) == ("1111:4711", (VISITOR,), True)


def test_reading_is_told_up_to_a_moment() -> None:
    seen = told("our_answer_was_read")
    assert isinstance(seen, Seen)
    assert seen.upto is not None
    assert (seen.thread_key, seen.delivered, seen.upto < seen.at) == (VISITOR, False, True)


@pytest.mark.parametrize(
    "payload", [b"{}", b'{"kind": "dance"}', b'{"kind": "message"}', b'{"kind": "seen", "account": "1"}']
)
def test_what_the_widget_never_says_is_not_understood(payload: bytes) -> None:
    with pytest.raises(Unparsable):
        parse(payload, Parsing(real_now()))


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("HTTPS://WWW.Example.com/", "https://www.example.com"),
        ("https://*.example.com:8443", "https://*.example.com:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://www.example.com", ""),
        ("https://www.example.com/page", ""),
        ("www.example.com", ""),
        ("https://example.com;script-src", ""),
        ("https://*", ""),
        ("*", ""),
    ],
)
def test_a_site_is_an_origin_and_nothing_that_would_open_more(written: str, site: str) -> None:
    assert site_of(written) == site


@pytest.mark.parametrize(("colour", "ink"), [("#1d5b66", "#ffffff"), ("#ffd400", "#000000"), ("#777777", "#000000")])
def test_one_can_read_on_any_colour(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"sites": ""}, "at least one site"),
        ({"sites": "www.example.com"}, "www.example.com"),
        ({"colour": "red"}, "red"),
        ({"privacy_url": "javascript:alert(1)"}, "javascript:alert(1)"),
        ({"position": "above"}, "button"),
    ],
)
def test_a_setting_that_is_wrong_is_named(world: World, settings: dict[str, str], word: str) -> None:
    with pytest.raises(DeliveryError, match=word.replace("(", r"\(").replace(")", r"\)")):
        connected(world, **settings)


def test_the_connection_test_says_where_it_may_stand_and_what_is_in_the_way(world: World) -> None:
    lines = {line.name: line for line in try_out(connected(world), world.joost)}
    assert "https://www.lowlandair.example" in lines["Sites"].message
    assert not lines["Address"].ok, "an https page shows no frame that comes without TLS"
    assert lines["Last chat"].ok

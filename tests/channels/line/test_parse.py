"""What LINE tells, each payload named by the trouble it makes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.line
from webcare.channels.adapter import WebhookRequest
from webcare.channels.inbound import Author, Deleted, Inbound, Parsing, Received, Revoked, Unparsable
from webcare.channels.line.door import receipt_key
from webcare.channels.line.messages import CONTENT
from webcare.channels.line.parse import parse
from webcare.channels.line.places import Place

PAYLOADS = Path(webcare.channels.line.__file__).parent / "payloads"
US = "U1a11f1e0000000000000000000000001"
MIA, TOM = "Uaaaa0000000000000000000000000021", "Uaaaa0000000000000000000000000022"
GROUP = "Cbbbb0000000000000000000000000001"
AT = datetime.fromtimestamp(1784927148.123, UTC)
NOW = Parsing(datetime(2026, 7, 24, 22, 0, tzinfo=UTC))


def told(name: str) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), NOW))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("odd", [None, 7, "words", [], {}])
def test_an_event_that_makes_no_sense_keeps_nobody_from_the_others(odd: object) -> None:
    call = json.loads((PAYLOADS / "message.json").read_bytes())
    with pytest.raises(Unparsable) as error:
        parse(json.dumps({**call, "events": [odd, *call["events"]]}).encode(), NOW)
    assert [each for each in error.value.told if isinstance(each, Received)] == [message("message")]


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    parse(payload.read_bytes(), NOW)


def test_a_message_says_who_wrote_what_when_and_where() -> None:
    assert message("message") == Received(
        account=US,
        external_id="444573844083572737",
        author=Author(MIA),
        text="my bag is still in Bergen",
        sent_at=AT,
        thread_key=f"user:{MIA}:{MIA}",
        private=True,
    )
    named = message("message_with_the_name_that_was_asked_for")
    assert (named.author, named.language_hint) == (Author(MIA, name="Mia Reist"), "nl")


def test_what_is_brought_again_is_the_same_and_known_by_the_same_key() -> None:
    def key(name: str) -> str:
        return receipt_key(WebhookRequest((PAYLOADS / f"{name}.json").read_bytes(), {}))

    assert message("message_that_line_brings_again") == message("message")
    assert key("message_that_line_brings_again") == key("message") == f"{US}:01K0XV5Q2T8M3Z9E7R4W6Y0001"
    keys = {key(path.stem) for path in PAYLOADS.glob("*.json")}
    assert len(keys) == len(list(PAYLOADS.glob("*.json"))) - 1
    assert all(len(each) <= 255 for each in keys)


def test_of_several_events_each_is_told_and_an_odd_one_keeps_nobody_else_waiting() -> None:
    first, second = told("several_events_in_one_call")
    assert isinstance(first, Received) and isinstance(second, Received)
    assert [(first.text, first.author.external_id), (second.text, second.author.external_id)] == [
        ("one", MIA), ("two", TOM),
    ]  # fmt: skip
    odd = (PAYLOADS / "several_events_in_one_call.json").read_bytes().replace(b'"text": "one"', b'"text": 7')
    with pytest.raises(Unparsable, match=r"events\[0\].message.text is no text") as error:
        parse(odd, NOW)
    assert [one.text for one in error.value.told if isinstance(one, Received)] == ["two"]


def test_a_quote_is_an_answer_to_it() -> None:
    assert message("message_that_quotes_another").parents == ("444573844083572737",)


def test_what_is_no_text_is_told_as_one() -> None:
    assert message("sticker").text == "(Sticker) Sad, cry, tears"
    assert message("place").text.splitlines() == [
        "Gate B7", "Schiphol", "https://www.openstreetmap.org/?mlat=52.30905&mlon=4.76320",
    ]  # fmt: skip
    assert "does not hand over" in message("message_of_a_kind_that_is_new").text
    assert message("text_that_postgresql_cannot_keep").text == "nul  and half a pair ? here"


def test_files_are_fetched_by_the_id_of_their_message_and_only_from_line() -> None:
    [picture] = message("picture").attachments
    [file] = message("file_with_a_name").attachments
    assert (picture.url, picture.content_type) == (f"{CONTENT}444573844083572745", "image/jpeg")
    assert file.filename == "boarding pass.pdf"
    elsewhere = message("film_that_lies_elsewhere")
    assert (elsewhere.attachments, elsewhere.text) == ((), "https://films.example/bag.mp4")


def test_in_a_group_each_person_is_an_exchange_that_others_read() -> None:
    tom, somebody = message("message_in_a_group"), message("message_in_a_group_by_nobody_whom_line_names")
    assert (tom.private, tom.thread_key) == (False, f"group:{GROUP}:{TOM}")
    assert somebody.thread_key == f"group:{GROUP}:unknown"
    assert Place.behind(tom.thread_key) == Place("group", GROUP, TOM)
    assert Place.behind("messenger:7") is None


def test_what_is_unsent_is_deleted_and_a_button_asks_for_nothing() -> None:
    assert told("unsent") == [Deleted(US, "444573844083572737", AT)]
    button = message("button_pressed")
    assert (button.automatic, button.text) == (True, "action=status&flight=LL1087")
    assert told("account_suspended") == [Revoked(US, "LINE has suspended the official account.")]


@pytest.mark.parametrize("name", ["is_somebody_there", "kind_that_is_new", "blocked"])
def test_what_says_nothing_to_us_is_no_message(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "no JSON"),
        (b"{}", "destination is missing"),
        (b'{"destination": "U1", "events": 7}', "events is no list"),
        (b'{"destination": "U1", "events": [{"type": "message"}]}', r"message is missing"),
        (b'{"destination": "U1", "events": [{"type": "message", "message": {}, "source": {"type": "x"}}]}', "no place"),
        (b'{"destination": "U1", "events": [{"type": "unsend", "unsend": {}}]}', "messageId is missing"),
    ],
)
def test_what_is_not_as_promised_is_set_aside_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(Unparsable, match=sentence):
        parse(payload, NOW)

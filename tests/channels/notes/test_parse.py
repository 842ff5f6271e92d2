"""Notes of what was said by phone or at a counter, read like the events of any network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.notes
from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing
from webcare.channels.heard import Heard
from webcare.channels.inbound import Parsing, Received, Unparsable
from webcare.channels.notes.adapter import NotesAdapter
from webcare.channels.notes.parse import parse
from webcare.lib.now import now, real_now

PAYLOADS = Path(webcare.channels.notes.__file__).parent / "payloads"
US = Parsing(real_now())


def told(name: str) -> list[Received]:
    return [one for one in parse((PAYLOADS / f"{name}.json").read_bytes(), US) if isinstance(one, Received)]


def test_a_note_is_a_private_message_from_the_moment_at_which_it_was_said() -> None:
    (heard,) = told("asked-by-phone")
    assert (heard.private, heard.ours, heard.language) == (True, False, "nl")
    assert heard.sent_at == datetime(2026, 3, 1, 8, 10, tzinfo=UTC)
    assert (heard.author.name, heard.author.handle) == ("Bram de Wit", "+31 6 12345678")


def test_who_was_answered_at_once_has_the_answer_in_the_same_conversation() -> None:
    heard, answer = told("answered-at-the-counter")
    assert answer.ours
    assert answer.text == "Yes, as hand baggage."
    assert (answer.thread_key, answer.parents) == (heard.thread_key, (heard.external_id,))
    assert answer.sent_at > heard.sent_at
    assert answer.exchange_with == heard.author.external_id


def test_two_people_without_a_name_are_two_people() -> None:
    (first,), (second,) = told("somebody-without-a-name"), told("asked-by-phone")
    assert first.author.external_id != second.author.external_id
    assert first.thread_key != second.thread_key


@pytest.mark.parametrize("payload", [b"", b"[]", b'{"key": ""}', b'{"key": "1", "person": "2", "account": "3"}'])
def test_what_is_no_note_says_so(payload: bytes) -> None:
    with pytest.raises(Unparsable):
        parse(payload, US)


def test_the_same_note_has_the_same_key_and_comes_back_as_it_was_heard() -> None:
    heard = Heard("k" * 32, real_now(), real_now(), "Hoi “daar” 👋", "k" * 32, name="Bram", language="nl")
    event = NotesAdapter().note_down(Account(external_id="1:desk"), heard)
    assert event.key == heard.key
    (read,) = parse(event.payload, US)
    assert isinstance(read, Received)
    assert (read.account, read.text, read.sent_at) == ("1:desk", heard.words, heard.said_at)


@pytest.mark.django_db
def test_an_answer_stands_at_once_and_nothing_is_sent() -> None:
    before = now()
    sent = NotesAdapter().send(Account(external_id="1:desk"), Outgoing("key", "We will call.", True, "somebody"))
    assert sent.external_id == "key"
    assert before <= sent.sent_at <= now()

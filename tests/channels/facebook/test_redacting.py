"""What was said goes, that it was said stays."""

import json
from pathlib import Path

import pytest

from tests.channels.facebook.test_parse import COMMENT, KNOWING_US, PAYLOADS, POST, message
from webcare.channels.facebook.parse import parse
from webcare.channels.inbound import Received
from webcare.channels.meta.redact import redact

SAYING = [
    path
    for path in sorted(PAYLOADS.glob("*.json"))
    if any(isinstance(one, Received) for one in parse(path.read_bytes(), KNOWING_US))
]


def messages(payload: bytes) -> list[Received]:
    return [one for one in parse(payload, KNOWING_US) if isinstance(one, Received)]


@pytest.mark.parametrize("payload", SAYING, ids=lambda path: path.stem)
def test_what_is_left_tells_who_when_and_where_and_no_word(payload: Path) -> None:
    before = messages(payload.read_bytes())
    ids = {one.external_id for one in before}
    left = redact(payload.read_bytes(), ids)
    after = messages(left)
    assert [(one.external_id, one.thread_key, one.sent_at, one.ours, one.author.external_id) for one in after] == [
        (one.external_id, one.thread_key, one.sent_at, one.ours, one.author.external_id) for one in before
    ]
    assert not any(one.text or one.attachments for one in after)
    assert not any(one.text.encode() in left for one in before if one.text)
    assert redact(left, ids) == left


def test_the_words_of_others_in_the_same_event_stay() -> None:
    payload = (PAYLOADS / "several_pages_and_kinds_at_once.json").read_bytes()
    assert [one.text for one in messages(redact(payload, {COMMENT}))] == ["", "second", "third"]


def test_a_deleted_post_takes_no_words_from_the_comments_below_it() -> None:
    payload = (PAYLOADS / "comment.json").read_bytes()
    [left] = messages(redact(payload, {POST}))
    assert left.text == message("comment").text
    value = json.loads(redact(payload, {POST}))["entry"][0]["changes"][0]["value"]
    assert value["post"] == {"id": POST}


@pytest.mark.parametrize("payload", [b"", b"\xff", b"[" * 100_000])
def test_nothing_is_left_of_what_nobody_can_read(payload: bytes) -> None:
    assert redact(payload, ["1"]) == b""

"""The line to the server: what wakes us at once, what can wait, and when so many looks are enough."""

from __future__ import annotations

import json
import time
from collections import deque

import pytest

from webcare.channels.account import Account
from webcare.channels.mastodon import streaming
from webcare.channels.mastodon.streaming import AT_ONCE, Haste, Line, haste_of
from webcare.channels.mastodon.watching import WATCHED

US = Account(network="mastodon", external_id="lowland.social/1000001", cursor={WATCHED: [["71", ""]]})


@pytest.mark.parametrize(
    ("kind", "told", "haste"),
    [
        ("notification", {"type": "mention"}, Haste.AT_ONCE),
        ("notification", {"type": "favourite"}, Haste.SOON),
        ("notification", {"type": "reblog"}, Haste.SOON),
        ("notification", {"type": "follow"}, Haste.NONE),
        ("conversation", {"id": "1"}, Haste.AT_ONCE),
        ("update", {"account": {"id": "1000001"}}, Haste.AT_ONCE),
        ("update", {"account": {"id": "2"}}, Haste.NONE),
        ("status.update", {"id": "71"}, Haste.AT_ONCE),
        ("status.update", {"id": "72"}, Haste.NONE),
        ("filters_changed", {}, Haste.NONE),
        ("update", {"account": []}, Haste.AT_ONCE),
    ],
)
def test_what_somebody_waits_for_is_looked_at_at_once(kind: str, told: object, haste: Haste) -> None:
    assert haste_of(US, kind, json.dumps(told)) is haste


def test_of_what_was_deleted_only_what_we_have_is_news() -> None:
    assert haste_of(US, "delete", "71") is Haste.AT_ONCE
    assert haste_of(US, "delete", "72") is Haste.NONE


def test_a_star_waits_no_longer_than_without_a_line() -> None:
    now, line = time.monotonic(), Line(US)
    line.stands = True
    line._hear(iter(["event: notification", 'data: {"type": "favourite"}', ""]))
    assert not streaming._due(deque([now - 2]), line, 20), "many who star one post are looked at together"
    assert streaming._due(deque([now - 21]), line, 20)
    line.forget()
    assert not streaming._due(deque([now - 21]), line, 20)


def test_after_many_looks_in_a_minute_news_wait_for_the_clock() -> None:
    now, line = time.monotonic(), Line(US)
    line.news.set()
    assert streaming._due(deque([now - 2]), line, 20)
    many = deque([now - 2] * AT_ONCE, maxlen=AT_ONCE)
    assert not streaming._due(many, line, 20)
    line.stands = True
    line.news.clear()
    assert not streaming._due(deque([now - 30]), line, 20), "the clock is slower while the line stands"
    assert streaming._due(deque([now - 61]), line, 20)

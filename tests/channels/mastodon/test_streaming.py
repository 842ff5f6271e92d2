"""The line to the server: what wakes us at once, what can wait, and when so many looks are enough."""

from __future__ import annotations

import json
import time
from collections import deque

import pytest

from webcare.channels.account import Account
from webcare.channels.mastodon import streaming
from webcare.channels.mastodon.streaming import AT_ONCE, Line, is_news
from webcare.channels.mastodon.watching import WATCHED

US = Account(network="mastodon", external_id="lowland.social/1000001", cursor={WATCHED: [["71", ""]]})


@pytest.mark.parametrize(
    ("kind", "told", "wakes"),
    [
        ("notification", {"type": "mention"}, True),
        ("notification", {"type": "favourite"}, False),
        ("conversation", {"id": "1"}, True),
        ("update", {"account": {"id": "1000001"}}, True),
        ("update", {"account": {"id": "2"}}, False),
        ("status.update", {"id": "71"}, True),
        ("status.update", {"id": "72"}, False),
        ("filters_changed", {}, False),
        ("update", {"account": []}, True),
    ],
)
def test_what_somebody_waits_for_is_looked_at_at_once(kind: str, told: object, wakes: bool) -> None:
    assert is_news(US, kind, json.dumps(told)) is wakes


def test_of_what_was_deleted_only_what_we_have_is_news() -> None:
    assert is_news(US, "delete", "71")
    assert not is_news(US, "delete", "72")


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

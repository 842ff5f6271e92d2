"""How many messages a second come in: signed events through the hook's own function to rows before an agent."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, connections
from django.test import RequestFactory
from django.urls import resolve

from webcare.bench import raw
from webcare.bench.company import Ground
from webcare.bench.crowd import Crowd, Signed
from webcare.bench.door import measure_door
from webcare.bench.house import look_at_tables, open_house
from webcare.bench.measure import Measure, ratio_at_least
from webcare.channels.receipt import Receipt
from webcare.channels.x.signing import HEADER
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message

ROUNDS, POSTS = 7, 3_000
QUICK_ROUNDS, QUICK_POSTS = 3, 1_000
GOAL = 0.30
HANDS = 6  # threads that hand in, as a web process has them
GLANCE = 0.01


def measure(ground: Ground, *, quick: bool) -> list[Measure]:
    """Rounds of posts and of bare inserts by turns; the medians."""
    rounds, posts = (QUICK_ROUNDS, QUICK_POSTS) if quick else (ROUNDS, POSTS)
    crowd = Crowd(1)
    taken, bare = [], []
    with open_house("worker"):
        _take_in(ground, crowd.posts(500))  # models are loaded, plans are made
        look_at_tables()
        for _ in range(rounds):
            newest = Message.objects.latest("pk").pk
            taken.append(posts / _take_in(ground, crowd.posts(posts)))
            bare.append(raw.rate(since=newest))
            _tidy()
    return [
        Measure("messages in, in-process", median(taken), "messages/s", median(bare), ratio_at_least(GOAL)),
        *_what_stands(),
        *measure_door(ground, quick=quick),
    ]


def _take_in(ground: Ground, signed: Sequence[Signed]) -> float:
    """Seconds from the first body handed in to the last row before an agent."""
    path = f"/hooks/x/{ground.hook_key}"
    hook = resolve(path)
    requests = deque(_request(path, one) for one in signed)
    wanted = Message.objects.count() + len(signed)

    def hand_in() -> None:
        try:
            while requests:
                answer = hook.func(requests.popleft(), *hook.args, **hook.kwargs)
                if answer.status_code != 200:
                    raise RuntimeError(f"The hook answered {answer.status_code}: {answer.content.decode()}")
        except IndexError:
            pass  # another hand took the last one
        finally:
            connections.close_all()

    began = time.perf_counter()
    with ThreadPoolExecutor(HANDS) as hands:
        for done in [hands.submit(hand_in) for _ in range(HANDS)]:
            done.result()
    while Receipt.objects.pending().exists():
        time.sleep(GLANCE)
    seconds = time.perf_counter() - began
    if (stored := Message.objects.count()) != wanted:
        raise RuntimeError(f"{wanted} messages should be stored, and {stored} are.")
    return seconds


def _request(path: str, signed: Signed) -> WSGIRequest:
    return RequestFactory().post(
        path, data=signed.body, content_type="application/json", headers={HEADER: signed.signature}
    )


def _what_stands() -> list[Measure]:
    """The rows themselves, so that a fast nothing is not taken for speed."""
    return [
        Measure("of these, messages stored", Message.objects.count(), "rows", Receipt.objects.count()),
        Measure("conversations that wait", Conversation.objects.waiting().count(), "rows"),
        Measure("clocks that run", Clock.objects.running().count(), "rows"),
    ]


def _tidy() -> None:
    """What the server does by itself between waves of work, not in the middle of the next round."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) webcare_receipt")

"""The past that the desk is measured with is one that the house could have had."""

from __future__ import annotations

import pytest
from django.db import connection

from webcare.bench import company, history
from webcare.bench.soak import Tally
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.settling import settle
from webcare.lib.now import now
from webcare.routing.queue import queue_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> company.Ground:
    monkeypatch.setattr(history, "TEXTS", 60)
    ground = company.found()
    history.build(history.Size(conversations=600, open=100))
    return ground


def test_the_past_is_as_large_as_it_was_asked_for_and_settled(ground: company.Ground) -> None:
    past = Conversation.objects.filter(thread_key__regex=r"^t\d+$")
    assert past.count() == 600
    assert past.filter(closed_at=None).count() == 100
    assert past.waiting().count() == 75
    assert Message.objects.filter(conversation__in=past).count() >= 5 * 600
    assert len(history.long_conversations(10)) == 3
    waiting = set(past.waiting().values_list("pk", flat=True))
    settle(past.values_list("pk", flat=True))  # who waits is computed anew from the messages
    assert not waiting - set(past.waiting().values_list("pk", flat=True))


def test_every_conversation_has_its_clock_and_the_queue_its_order(ground: company.Ground) -> None:
    assert Clock.objects.running().count() >= 75
    person = company.staff(ground, 1)[0]
    due = [row.due_at for row in queue_of(person, now())[:50]]  # type: ignore[attr-defined]  # annotated
    assert len(due) > 10 and due == sorted(due)


def test_the_indexes_are_there_again(ground: company.Ground) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'webcare_message'")
        names = {name for (name,) in cursor.fetchall()}
    assert {index.name for index in Message._meta.indexes} <= names


def test_the_rare_word_is_rare(ground: company.Ground) -> None:
    assert Message.objects.filter(text__contains=history.RARE).count() == 1


def test_the_slope_of_memory_is_that_of_the_second_half() -> None:
    tally = Tally(memory=[(0, 100), (1, 300), (2, 400), (3, 402), (4, 404), (5, 406)])
    assert tally.slope() == pytest.approx(2.0)
    assert Tally().slope() == 0.0

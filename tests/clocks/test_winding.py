"""Clocks follow what happened, and what was announced meanwhile stays announced."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.racing import overtakes
from tests.world import World
from webcare.cases.opening import open_case
from webcare.clocks.clock import Clock
from webcare.clocks.ticking import tick
from webcare.clocks.winding import wind
from webcare.conversations.conversation import Conversation
from webcare.ledger.event import Event
from webcare.lib.now import now

pytestmark = pytest.mark.django_db(transaction=True)


def announced(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


def test_a_case_that_closes_while_it_is_found_late_is_late_once() -> None:
    world = World.build()
    case = open_case(world.conversation(), world.noor)
    Clock.objects.filter(case=case).update(due_at=now() - timedelta(minutes=1), wake_at=now() - timedelta(minutes=1))
    overtakes(tick, lambda: case.close(world.noor, "found it"))
    clock = Clock.objects.get(case=case)
    assert clock.fired_at is not None and clock.wake_at is None and clock.stopped_at is not None
    case.refresh_from_db()
    case.reopen(world.noor, "not solved after all")
    tick()
    assert announced("clock.fired") == 1


def test_a_conversation_that_changes_while_its_end_is_found_near_is_told_once() -> None:
    world = World.build()
    conversation = world.conversation()
    wind([conversation.pk])
    at = now()
    Clock.objects.update(due_at=at + timedelta(hours=1), soon_from=at - timedelta(minutes=1), wake_at=at)
    Conversation.objects.update(language="it")
    overtakes(tick, partial(wind, [conversation.pk]))
    clock = Clock.objects.get()
    assert (clock.language, clock.wake_at) == ("it", clock.due_at)
    tick()
    assert announced("clock.soon") == 1

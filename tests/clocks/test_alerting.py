"""Whoever has a conversation hears that its promise is about to be broken, and nobody who had it once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.budget import same_cost
from tests.world import World
from webcare.clocks.alerting import tell_of_soon
from webcare.clocks.clock import Clock
from webcare.clocks.winding import wind
from webcare.conversations.conversation import Conversation
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted
from webcare.lib.now import now
from webcare.team.notice import Notice, NoticeKind
from webcare.team.person import Person

pytestmark = pytest.mark.django_db


def held(world: World, person: Person, **ago: int) -> Event:
    """That the clock of a conversation is near its end, whose claim ended so long ago."""
    conversation = world.conversation()
    Conversation.objects.filter(pk=conversation.pk).update(holder=person, held_until=now() - timedelta(**ago))
    wind([conversation.pk])
    return drafted("clock.soon", Clock.objects.get(conversation=conversation))


def test_whoever_holds_it_hears_of_it() -> None:
    world = World.build()
    tell_of_soon([held(world, world.anna, minutes=-5)])
    notice = Notice.objects.get()
    assert (notice.person, notice.notice_kind) == (world.anna, NoticeKind.SOON)


def test_whoever_had_it_two_days_ago_does_not() -> None:
    world = World.build()
    tell_of_soon([held(world, world.anna, days=2)])
    assert not Notice.objects.exists()


def test_many_near_their_end_cost_as_much_as_one() -> None:
    world = World.build()
    few, many = [held(world, world.anna, minutes=-5)], [held(world, world.daniel, minutes=-5) for _ in range(12)]
    same_cost(lambda: tell_of_soon(few), lambda: tell_of_soon(many), lambda: None)
    assert Notice.objects.count() == 13

"""Colleagues see who is there; the screens are told only when something visible changes."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from webcare.conversations.draft import Presence
from webcare.conversations.watching import LOOKING, TYPING, Company, forget_company
from webcare.ledger.change import Change
from webcare.lib.now import real_now

SECOND = timedelta(seconds=1)


def told(topic: str) -> int:
    return Change.objects.filter(topic=topic).count()


def test_who_looks_and_who_types_is_seen_by_the_others(world: World) -> None:
    conversation = world.conversation()
    conversation.look(world.anna)
    conversation.look(world.daniel, typing=True)
    assert conversation.company(real_now(), besides=world.anna) == [Company(world.daniel, True)]
    assert conversation.company(real_now()) == [Company(world.anna, False), Company(world.daniel, True)]


def test_a_sign_of_life_that_changes_nothing_tells_nobody(world: World) -> None:
    conversation = world.conversation()
    conversation.look(world.anna)
    conversation.look(world.anna)
    assert told(conversation.topic) == 1
    conversation.look(world.anna, typing=True)
    conversation.look(world.anna, typing=True)
    conversation.look(world.anna)
    assert told(conversation.topic) == 2
    with time_machine.travel(real_now() + TYPING + SECOND):
        conversation.look(world.anna)
        conversation.look(world.anna)
    assert told(conversation.topic) == 3


def test_whoever_gives_no_sign_is_gone_after_half_a_minute(world: World) -> None:
    conversation = world.conversation()
    conversation.look(world.anna, typing=True)
    assert conversation.company(real_now() + TYPING + SECOND) == [Company(world.anna, False)]
    assert conversation.company(real_now() + LOOKING + SECOND) == []
    with time_machine.travel(real_now() + LOOKING + SECOND):
        conversation.look(world.anna)
    assert told(conversation.topic) == 2


def test_leaving_is_told_once(world: World) -> None:
    conversation = world.conversation()
    conversation.look(world.anna)
    conversation.leave(world.anna)
    conversation.leave(world.anna)
    assert conversation.company(real_now()) == []
    assert told(conversation.topic) == 2


def test_old_signs_are_forgotten(world: World) -> None:
    conversation = world.conversation()
    conversation.look(world.anna)
    assert forget_company() == 0
    with time_machine.travel(real_now() + timedelta(hours=2)):
        assert forget_company() == 1
    assert not Presence.objects.exists()


def test_a_sign_of_life_is_one_statement(world: World) -> None:
    conversation = world.conversation()
    conversation.look(world.anna)
    with CaptureQueriesContext(connection) as queries:
        conversation.look(world.anna)
    assert [query["sql"].split()[0] for query in queries] == ["SAVEPOINT", "WITH", "RELEASE"]

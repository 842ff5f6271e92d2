"""The live stream tells of what its listener may see, and of nothing else."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.live.test_tail import dsn
from tests.world import World
from webcare.cases.opening import open_case
from webcare.demo import cast
from webcare.live.audience import Listener, Topic, with_brands
from webcare.live.door import _brands
from webcare.live.tail import Changes, Cursor
from webcare.team.person import Person

pytestmark = pytest.mark.django_db(transaction=True)


def brands_of(*names: str) -> tuple[Topic, ...]:
    async def ask() -> tuple[Topic, ...]:
        async with await psycopg.AsyncConnection.connect(dsn(), autocommit=True) as connection:
            return await with_brands(connection, names)

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, ask()).result()


def heard_by(person: Person, changes: Changes) -> list[str]:
    listener = Listener(person.pk, _brands({person.pk: person})[person.pk])
    told: list[Any] = json.loads(changes.written(listener).decode().split("data: ")[1])
    return [str(topic) for topic in told]


def test_each_hears_of_their_own_brands_and_administrators_of_all() -> None:
    world = World.build()
    ours, theirs = world.conversation(), world.conversation(account=world.holidays_x)
    case = open_case(theirs, world.anna)
    common = [ours.topic, theirs.topic, case.topic, "queue"]
    changes = Changes(Cursor(1, 1), brands_of(*common, f"person:{world.anna.pk}"))
    assert heard_by(world.anna, changes) == [*common, f"person:{world.anna.pk}"]
    assert heard_by(world.joost, changes) == common
    assert heard_by(world.giulia, changes) == [ours.topic, "queue"]
    assert heard_by(world.newcomer, changes) == ["queue"]


def test_a_customer_is_told_of_to_whoever_sees_one_of_their_conversations() -> None:
    world = World.build()
    bram, carla = world.conversation(), world.conversation(cast.MARTA, account=world.holidays_x)
    changes = Changes(Cursor(1, 1), brands_of(bram.handle.topic, carla.handle.topic))
    assert heard_by(world.giulia, changes) == [bram.handle.topic]
    world.conversation(cast.BRAM, account=world.holidays_x)
    assert heard_by(world.noor, changes) == [bram.handle.topic, carla.handle.topic]


def test_what_is_not_there_any_more_is_told_to_administrators_only() -> None:
    world = World.build()
    changes = Changes(Cursor(1, 1), brands_of("conversation:4711", "case:4711", "customer:4711", "board"))
    assert heard_by(world.anna, changes) == ["board"]
    assert heard_by(world.joost, changes) == ["conversation:4711", "case:4711", "customer:4711", "board"]

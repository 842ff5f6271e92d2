"""The first of the queue are found without looking at everybody who waits, and are the same ones."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from tests.world import World
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.lib.now import now
from webcare.routing import queue
from webcare.routing.queue import Filters, counts, first_of, next_for, queue_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "nl", "ja", "")


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def crowd(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Conversation]:
    """Sixty who wait: in several languages, with near and far deadlines, with two clocks, with none at all."""
    monkeypatch.setattr(queue, "GLANCES", (5, 20))
    rng = Random(7)
    rows = []
    for number in range(60):
        conversation = world.conversation(language=LANGUAGES[number % 4], ago=timedelta(minutes=number))
        for _ in range(rng.choice((0, 1, 1, 1, 2))):
            started = now() - timedelta(minutes=rng.randrange(600))
            due = rng.choice((None, started + timedelta(minutes=rng.randrange(1, 2000))))
            Clock.objects.create(
                conversation=conversation, brand=world.air, promise_kind="first", started_at=started,
                arrived_at=started, due_at=due, first_message=rng.randrange(10**9),
            )  # fmt: skip
        rows.append(conversation)
    rows[3].assign(world.anna, person=world.noor)
    rows[4].claim(world.daniel)
    return rows


@pytest.mark.parametrize("count", [1, 4, 12, 31, 200])
@pytest.mark.parametrize("tab", ["waiting", "mine", "team", "snoozed", "all"])
def test_the_first_rows_are_those_of_the_whole_list(
    world: World, crowd: list[Conversation], tab: str, count: int
) -> None:
    at, filters = now(), Filters(tab=tab)
    for person in (world.anna, world.noor, world.daniel):
        whole = list(queue_of(person, at, filters).values_list("pk", flat=True))
        assert first_of(person, at, filters, count) == whole[:count]


def test_every_tab_is_counted_as_it_is_listed(world: World, crowd: list[Conversation]) -> None:
    at = now()
    for filters in (Filters(), Filters(language="nl"), Filters(urgent=True)):
        counted = counts(world.noor, at, filters)
        for tab, count in counted.items():
            listed = Filters(tab=tab, language=filters.language, urgent=filters.urgent)
            assert count == len(queue_of(world.noor, at, listed)), tab


def test_next_gives_what_is_assigned_and_then_the_others_in_that_order_until_nothing_is_left(
    world: World, crowd: list[Conversation]
) -> None:
    at = now()
    others = [pk for pk in queue_of(world.noor, at).values_list("pk", flat=True) if pk != crowd[3].pk]
    given = []
    while offer := next_for(world.noor, at):
        given.append(offer.conversation.pk)
        offer.conversation.close(world.noor)
    assert given == [crowd[3].pk, *others]

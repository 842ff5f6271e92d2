"""One act on many conversations: what could not be done says why, the rest is done, and all of it can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.racing import race
from tests.world import World
from webcare.conversations import bulk
from webcare.conversations.conversation import Conversation
from webcare.conversations.label import Label
from webcare.conversations.undoing import undo_batch
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.notice import Notice

HOUR = timedelta(hours=1)


def ids(conversations: list[Conversation]) -> list[int]:
    return [conversation.pk for conversation in conversations]


def test_what_can_be_closed_is_closed_and_the_rest_says_why(world: World) -> None:
    free, held, closed = (world.conversation() for _ in range(3))
    foreign = world.conversation(account=world.holidays_x)
    held.claim(world.daniel)
    closed.close(world.noor)
    outcome = bulk.close([free.pk, held.pk, closed.pk, foreign.pk, 10**9], world.giulia)
    assert outcome.done == (free.pk,)
    assert "Daniel" in outcome.refused[held.pk]
    assert "closed already" in outcome.refused[closed.pk]
    assert outcome.refused[foreign.pk] == outcome.refused[10**9] == "There is no such conversation."
    foreign.refresh_from_db()
    assert foreign.is_open


def test_all_of_it_can_be_undone_together_as_far_as_it_still_stands(world: World) -> None:
    many = [world.conversation() for _ in range(4)]
    outcome = bulk.dismiss(ids(many), world.anna, "spam")
    many[0].refresh_from_db()
    many[0].reopen(world.noor)
    undone = undo_batch(outcome.batch, world.anna)
    assert (len(undone.done), len(undone.refused)) == (3, 1)
    assert Conversation.objects.waiting().count() == 4
    assert undo_batch(outcome.batch, world.daniel).done == []


def test_the_colleague_is_told_once_of_all(world: World) -> None:
    many = [world.conversation() for _ in range(3)]
    many[0].claim(world.noor)
    outcome = bulk.assign(ids(many), world.noor, world.anna)
    assert len(outcome.done) == 3
    assert "3" in Notice.objects.get(person=world.anna).text
    assert not Conversation.objects.filter(holder=world.noor).exists()


def test_a_brand_that_the_colleague_does_not_see_stays_behind(world: World) -> None:
    air, holidays = world.conversation(), world.conversation(account=world.holidays_x)
    outcome = bulk.assign([air.pk, holidays.pk], world.noor, world.giulia)
    assert outcome.done == (air.pk,)
    assert "Giulia" in outcome.refused[holidays.pk]


def test_labels_go_on_and_off_and_back_on(world: World) -> None:
    many, dogs = [world.conversation() for _ in range(3)], Label.objects.create(name="dogs")
    many[0].label(world.noor, dogs)
    outcome = bulk.label(ids(many), world.anna, dogs)
    assert len(outcome.done) == 2
    assert "dogs" in outcome.refused[many[0].pk]
    undo_batch(outcome.batch, world.anna)
    assert list(dogs.conversations.all()) == [many[0]]
    off = bulk.unlabel(ids(many), world.anna, dogs)
    assert off.done == (many[0].pk,)
    undo_batch(off.batch, world.anna)
    assert list(dogs.conversations.all()) == [many[0]]


def test_snoozing_reopening_and_giving_back_work_in_bulk(world: World) -> None:
    many = [world.conversation() for _ in range(2)]
    assert len(bulk.snooze(ids(many), world.anna, now() + HOUR).done) == 2
    assert len(bulk.close(ids(many), world.anna).done) == 2
    assert len(bulk.reopen(ids(many), world.anna).done) == 2
    assert len(bulk.assign(ids(many), world.anna, world.anna).done) == 2
    assert len(bulk.unassign(ids(many), world.anna).done) == 2


def test_too_many_at_once_are_refused(world: World) -> None:
    with pytest.raises(bulk.TooMany):
        bulk.close(range(bulk.MOST + 1), world.anna)


@pytest.mark.parametrize("act", ["close", "undo", "label"])
def test_fifty_cost_as_many_statements_as_two(world: World, act: str) -> None:
    dogs = Label.objects.create(name="dogs")

    def statements(number: int) -> int:
        chosen = ids([world.conversation() for _ in range(number)])
        batch = bulk.close(chosen, world.anna).batch if act == "undo" else None
        with CaptureQueriesContext(connection) as queries:
            if batch:
                undo_batch(batch, world.anna)
            elif act == "label":
                bulk.label(chosen, world.anna, dogs)
            else:
                bulk.close(chosen, world.anna)
        return sum("webcare_business_clock" not in query["sql"] for query in queries)  # that is read every few seconds

    assert statements(2) == statements(50)


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_close_the_same_pile_share_it(world: World) -> None:
    pile = ids([world.conversation() for _ in range(30)])
    first, second = race(lambda: bulk.close(pile, world.noor), lambda: bulk.close(list(reversed(pile)), world.joost))
    assert isinstance(first, bulk.Outcome)
    assert isinstance(second, bulk.Outcome)
    assert sorted(first.done + second.done) == pile
    assert Event.objects.filter(verb="conversation.closed").count() == 30

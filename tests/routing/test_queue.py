"""What waits for whom, and Next, which never gives one conversation to two people."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.racing import race
from tests.world import World
from webcare.clocks.clock import Hours, StoredPromise
from webcare.clocks.winding import wind
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import ReasonMissing
from webcare.demo import cast
from webcare.lib.now import now
from webcare.lib.read_once import read_once
from webcare.routing.queue import Filters, Offer, next_for, queue_of, skip, why
from webcare.routing.view import Skip
from webcare.team.person import Person, Speaks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    world = World.build()
    always = Hours.objects.create(name="Around the clock")
    for kind, urgency, minutes in (("first", "", 60), ("first", "urgent", 15), ("follow_up", "", 240)):
        StoredPromise.objects.create(
            name=f"{kind} {urgency}", promise_kind=kind, urgency=urgency, minutes=minutes, hours=always
        )
    return world


def waiting(world: World, language: str = "nl", *, minutes: float = 5, **fields: Any) -> Conversation:
    """A conversation that has waited so long, with its clock running."""
    conversation = world.conversation(
        cast.BRAM, "Waar is mijn koffer?", ago=timedelta(minutes=minutes), language=language, **fields
    )
    wind([conversation.pk])
    return conversation


def seen(person: Person, **filters: Any) -> list[int]:
    return [row.pk for row in queue_of(person, now(), Filters(**filters))]


def test_the_deadline_decides_not_the_arrival(world: World) -> None:
    first = waiting(world, minutes=20)
    urgent = waiting(world, minutes=10)
    urgent.messages.update(urgent="travels_today")
    wind([urgent.pk])
    assert seen(world.noor) == [urgent.pk, first.pk]


def test_next_gives_only_languages_that_one_speaks(world: World) -> None:
    japanese = waiting(world, "ja", minutes=50)
    dutch = waiting(world, "nl", minutes=5)
    offer = next_for(world.noor, now())
    assert offer is not None and offer.conversation == dutch
    assert next_for(world.noor, now()) is None or next_for(world.noor, now()).conversation == dutch  # type: ignore[union-attr]  # narrowed on the left
    assert japanese.pk not in seen(world.noor)


def test_what_nobody_speaks_goes_to_those_who_have_the_fallback_language(world: World) -> None:
    Speaks.objects.filter(language="ja").delete()
    japanese = waiting(world, "ja")
    assert japanese.pk in seen(world.noor)


def test_an_uncertain_language_is_everybodys(world: World) -> None:
    unclear = waiting(world, "")
    assert unclear.pk in seen(world.noor) and unclear.pk in seen(world.giulia)


def test_another_brands_work_does_not_exist_for_those_who_do_not_see_it(world: World) -> None:
    theirs = waiting(world, "it", account=world.holidays_x)
    for tab in ("waiting", "team", "all"):
        assert theirs.pk not in seen(world.giulia, tab=tab)
    assert next_for(world.giulia, now()) is None


def test_what_is_assigned_to_me_comes_first_whatever_its_language(world: World) -> None:
    waiting(world, "nl", minutes=55)
    mine = waiting(world, "ja", minutes=1)
    Conversation.objects.filter(pk=mine.pk).update(assignee=world.noor)
    offer = next_for(world.noor, now())
    assert offer is not None and offer.conversation == mine


def test_what_is_assigned_to_or_held_by_somebody_else_is_not_offered(world: World) -> None:
    assigned, held = waiting(world), waiting(world)
    Conversation.objects.filter(pk=assigned.pk).update(assignee=world.anna)
    held.claim(world.anna)
    assert next_for(world.noor, now()) is None


def test_a_lapsed_claim_is_free_again(world: World) -> None:
    conversation = waiting(world)
    conversation.claim(world.anna)
    Conversation.objects.update(held_until=now() - timedelta(seconds=1))
    offer = next_for(world.noor, now())
    assert offer is not None and offer.conversation == conversation


def test_next_says_why(world: World) -> None:
    waiting(world, minutes=30)
    offer = next_for(world.noor, now())
    assert offer is not None
    assert "You speak the customer's language" in offer.why
    assert "29 min left." in offer.why


@pytest.mark.parametrize(("early", "words"), [(90, "1 min left."), (30, "< 1 min left."), (-7290, "2 h 01 late.")])
def test_the_reason_tells_the_time_as_the_list_does(world: World, early: int, words: str) -> None:
    waiting(world)
    [row] = queue_of(world.noor, now())
    due_at: datetime = row.due_at  # type: ignore[attr-defined]  # annotated by the queue
    assert words in why(row, world.noor, due_at - timedelta(seconds=early))


def test_fifty_agents_who_press_next_at_the_same_moment_never_get_the_same_one(world: World) -> None:
    for number in range(60):
        waiting(world, minutes=number)
    agents = [
        Person.objects.create_user(f"a{number}@lowlandair.example", name=f"Agent {number}", slug=f"a{number}")
        for number in range(50)
    ]
    for agent in agents:
        agent.teams.add(world.team(cast.DAY_DESK))
        Speaks.objects.create(person=agent, language="nl")
    results: list[object] = []
    for start in range(0, 50, 10):  # ten connections at a time: the test database has no more to give
        results += race(*[lambda agent=agent: next_for(agent, now()) for agent in agents[start : start + 10]])
    offers = [offer for offer in results if isinstance(offer, Offer)]
    assert len(offers) == 50
    assert max(Counter(offer.conversation.pk for offer in offers).values()) == 1
    for offer, agent in zip(offers, agents, strict=True):
        assert Conversation.objects.get(pk=offer.conversation.pk).holder == agent


def test_skipping_wants_a_reason_and_does_not_bring_it_back_to_the_same_person(world: World) -> None:
    conversation = waiting(world)
    offer = next_for(world.noor, now())
    assert offer is not None
    with pytest.raises(ReasonMissing):
        skip(offer.conversation, world.noor, "  ")
    skip(offer.conversation, world.noor, "I know this customer")
    assert next_for(world.noor, now()) is None
    assert Skip.objects.get().reason == "I know this customer"
    other = next_for(world.anna, now())
    assert other is not None and other.conversation == conversation


def test_filters_narrow_a_view(world: World) -> None:
    public, private = waiting(world), waiting(world, private=True)
    mail = waiting(world, account=world.mail)
    assert seen(world.noor, privacy="public") == [public.pk]
    assert set(seen(world.noor, privacy="private")) == {private.pk, mail.pk}
    assert seen(world.noor, network="email") == [mail.pk]
    assert seen(world.noor, language="fr") == []
    assert set(seen(world.noor, language="nl")) == {public.pk, private.pk, mail.pk}


def test_a_list_costs_the_same_number_of_queries_for_one_and_for_fifty_rows(
    world: World, django_assert_num_queries: object
) -> None:
    waiting(world)
    at = now()  # which looks at the clock of the house every now and then
    with read_once(), django_assert_num_queries(4) as spent:  # type: ignore[operator]  # pytest-django's fixture
        one = [(row.handle.shown, row.account.handle, row.brand.name) for row in queue_of(world.noor, at)]
    for _ in range(49):
        waiting(world)
    with read_once(), django_assert_num_queries(len(spent)):  # type: ignore[operator]  # pytest-django's fixture
        fifty = [(row.handle.shown, row.account.handle, row.brand.name) for row in queue_of(world.noor, at)]
    assert (len(one), len(fifty)) == (1, 50)

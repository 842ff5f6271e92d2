"""Who asked for it hears of work that they can take, and of no other."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.budget import same_cost
from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.demo import cast
from webcare.lib.now import now
from webcare.routing.alerting import tell_of_work
from webcare.team.notice import Notice, NoticeKind, NoticePreference
from webcare.team.person import Person, Role, Speaks


@pytest.fixture
def world(db: None) -> World:
    world = World.build()
    wishing(world.daniel, world.sjoerd, world.willem)
    return world


def wishing(*people: Person) -> None:
    for person in people:
        NoticePreference.objects.create(person=person, notice_kind=NoticeKind.WAITING, browser=True)


def hears(*conversations: Conversation) -> set[str]:
    """The slugs of those who are told."""
    Notice.objects.all().delete()
    tell_of_work([conversation.pk for conversation in conversations])
    return set(Notice.objects.values_list("person__slug", flat=True))


def test_new_work_is_told_to_those_who_can_take_it(world: World) -> None:
    assert hears(world.conversation()) == {world.daniel.slug, world.sjoerd.slug}
    assert hears(world.conversation(account=world.holidays_x)) == {world.daniel.slug}


def test_work_whose_claim_has_lapsed_is_work_again(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    assert hears(conversation) == set()
    Conversation.objects.update(held_until=now() - timedelta(days=1))
    assert hears(conversation) == {world.daniel.slug, world.sjoerd.slug}


def test_the_work_of_a_team_is_told_to_that_team_only(world: World) -> None:
    conversation = world.conversation()
    conversation.assign(world.noor, team=world.team(cast.BAGGAGE))
    assert hears(conversation) == {world.sjoerd.slug}


def test_what_is_somebodys_is_no_news_to_the_others(world: World) -> None:
    conversation = world.conversation()
    conversation.assign(world.noor, person=world.daniel)
    assert hears(conversation) == set()


def test_who_only_reads_can_take_nothing(world: World) -> None:
    Person.objects.filter(pk=world.daniel.pk).update(role=Role.READER)
    assert hears(world.conversation()) == {world.sjoerd.slug}


def test_what_nobody_speaks_is_told_to_those_who_have_the_fallback_language(world: World) -> None:
    Speaks.objects.filter(language="ja").delete()
    assert world.daniel.slug in hears(world.conversation(language="ja"))


def test_a_batch_of_work_costs_as_much_as_one_piece(world: World) -> None:
    few, many = [world.conversation().pk for _ in range(2)], [world.conversation().pk for _ in range(20)]
    same_cost(lambda: tell_of_work(few), lambda: tell_of_work(many), lambda: None)
    assert Notice.objects.filter(person=world.daniel).count() == 22


def test_many_who_wish_cost_as_much_as_one(world: World) -> None:
    ids, others = [world.conversation().pk], (world.anna, world.noor)
    same_cost(lambda: tell_of_work(ids), lambda: tell_of_work(ids), partial(wishing, *others))
    assert Notice.objects.filter(person=world.anna).exists()

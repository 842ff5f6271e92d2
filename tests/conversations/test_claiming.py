"""A claim is one person's, lapses by itself and can be taken over with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.racing import race
from tests.world import World
from webcare.conversations.claiming import Taken
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import ReasonMissing
from webcare.ledger.change import Change
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.notice import Notice, NoticeKind


def test_a_claim_shows_its_holder_and_keeps_the_others_off(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    assert conversation.holder_at(now()) == world.anna
    with pytest.raises(Taken, match="Anna de Graaf") as taken:
        Conversation.objects.get(pk=conversation.pk).claim(world.daniel)
    assert taken.value.holder == world.anna


def test_claiming_again_keeps_it_longer_and_tells_nobody(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    first, changes = conversation.held_until, Change.objects.count()
    conversation.claim(world.anna)
    assert conversation.held_until and first and conversation.held_until > first
    assert Event.objects.filter(verb="conversation.claimed").count() == 1
    assert Change.objects.count() == changes


def test_a_claim_lapses_by_itself(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    with time_machine.travel(now() + world.organisation.claim_lasts + timedelta(seconds=1)):
        assert conversation.holder_at(now()) is None
        conversation.claim(world.daniel)
        assert conversation.holder_at(now()) == world.daniel


def test_letting_go_frees_it_for_others(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    assert conversation.release(world.anna)
    assert not conversation.release(world.anna)
    conversation.claim(world.daniel)
    assert not conversation.release(world.anna)
    assert conversation.holder == world.daniel


def test_taking_over_wants_a_reason_and_tells_the_former_holder(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    with pytest.raises(ReasonMissing):
        conversation.take_over(world.noor, " ")
    conversation.take_over(world.noor, "Anna went home")
    assert conversation.holder_at(now()) == world.noor
    notice = Notice.objects.get(person=world.anna)
    assert notice.notice_kind == NoticeKind.TAKEN_OVER
    assert "Anna went home" in notice.text
    assert Event.objects.get(verb="conversation.taken_over").why == "Anna went home"


def test_taking_over_what_nobody_has_is_a_claim(world: World) -> None:
    conversation = world.conversation()
    conversation.take_over(world.noor, "just in case")
    assert conversation.holder_at(now()) == world.noor
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_wins_and_the_others_learn_who(world: World) -> None:
    conversation = world.conversation()
    people = [world.anna, world.daniel, world.noor, world.giulia]
    results = race(*[lambda p=person: Conversation.objects.get(pk=conversation.pk).claim(p) for person in people])
    winners = [person for person, result in zip(people, results, strict=True) if result is None]
    losers = [result for result in results if result is not None]
    assert len(winners) == 1
    assert all(isinstance(loser, Taken) and loser.holder == winners[0] for loser in losers)
    assert Event.objects.filter(verb="conversation.claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_claim_is_one_claim(world: World) -> None:
    conversation = world.conversation()
    click = lambda: Conversation.objects.get(pk=conversation.pk).claim(world.anna)  # noqa: E731 - twice the same
    assert race(click, click) == [None, None]
    assert Event.objects.filter(verb="conversation.claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_take_over_at_once_do_not_both_have_it(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    results = race(
        lambda: Conversation.objects.get(pk=conversation.pk).take_over(world.noor, "she is out"),
        lambda: Conversation.objects.get(pk=conversation.pk).take_over(world.daniel, "she asked me to"),
    )
    assert results.count(None) >= 1
    taken = Event.objects.filter(verb="conversation.taken_over")
    assert Conversation.objects.get(pk=conversation.pk).holder_id == taken.latest("pk").actor_id

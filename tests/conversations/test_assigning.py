"""What is assigned belongs to somebody who can work on it, and who is told."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.conversations.assigning import CannotTake
from webcare.conversations.moving import NotPossible, Unchanged
from webcare.demo import cast
from webcare.ledger.change import Change
from webcare.team.notice import Notice, NoticeKind


def test_the_colleague_is_told_once_and_can_begin_at_once(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.noor)
    conversation.assign(world.noor, world.anna)
    assert (conversation.assignee, conversation.holder) == (world.anna, None)
    notice = Notice.objects.get()
    assert (notice.person, notice.notice_kind, notice.path) == (world.anna, NoticeKind.ASSIGNED, conversation.path)
    assert Change.objects.filter(topic=f"person:{world.anna.pk}").exists()


def test_nobody_is_told_of_what_they_took_themselves(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    conversation.assign(world.anna, world.anna)
    assert not Notice.objects.exists()
    assert conversation.holder == world.anna


def test_whoever_does_not_see_the_brand_cannot_get_it(world: World) -> None:
    conversation = world.conversation(account=world.holidays_x)
    for person in (world.giulia, world.newcomer):
        with pytest.raises(CannotTake, match=person.name):
            conversation.assign(world.noor, person)
    with pytest.raises(CannotTake, match="Baggage"):
        conversation.assign(world.noor, team=world.team(cast.BAGGAGE))
    assert conversation.assignee is None


def test_whoever_only_reads_or_has_left_cannot_get_it(world: World) -> None:
    conversation = world.conversation()
    with pytest.raises(CannotTake, match="Willem"):
        conversation.assign(world.noor, world.willem)
    world.daniel.is_active = False
    world.daniel.save()
    with pytest.raises(CannotTake, match="Daniel"):
        conversation.assign(world.noor, world.daniel)


def test_a_team_gets_it_from_the_person_who_had_it(world: World) -> None:
    conversation = world.conversation()
    conversation.assign(world.noor, world.anna)
    conversation.assign(world.noor, team=world.team(cast.BAGGAGE))
    assert (conversation.assignee, conversation.team) == (None, world.team(cast.BAGGAGE))


def test_assigning_it_to_whom_it_belongs_changes_nothing(world: World) -> None:
    conversation = world.conversation()
    conversation.assign(world.noor, world.anna)
    with pytest.raises(Unchanged, match="Anna"):
        conversation.assign(world.noor, world.anna)
    assert Notice.objects.count() == 1


def test_it_can_be_given_back_to_everybody(world: World) -> None:
    conversation = world.conversation()
    conversation.assign(world.noor, world.anna, world.team(cast.DAY_DESK))
    conversation.unassign(world.noor)
    assert (conversation.assignee, conversation.team) == (None, None)
    with pytest.raises(Unchanged):
        conversation.unassign(world.noor)


def test_nobody_at_all_is_no_assignment(world: World) -> None:
    with pytest.raises(NotPossible, match="Choose"):
        world.conversation().assign(world.noor)

"""What somebody can no longer work on waits for everybody, and takes nobody else's work along."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.routing.queue import next_for
from webcare.team.employing import employ_as, leave
from webcare.team.person import Person, Role


def holding(conversation: Conversation, person: Person, minutes: int = 9) -> Conversation:
    """The claim as it may stand beside an assignment to somebody else."""
    Conversation.objects.filter(pk=conversation.pk).update(holder=person, held_until=now() + timedelta(minutes=minutes))
    return conversation


def assigned(world: World, person: Person, **fields: object) -> Conversation:
    conversation = world.conversation(**fields)  # type: ignore[arg-type]  # what the company's conversation takes
    conversation.assign(world.noor, person=person)
    return conversation


def told_of(conversation: Conversation) -> list[tuple[str, str]]:
    gave_up = Event.objects.filter(subject_kind="conversation", subject_id=conversation.pk, actor_kind="")
    return list(gave_up.order_by("pk").values_list("verb", "why"))


def test_a_colleague_who_leaves_while_holding_my_conversation_leaves_it_mine(world: World) -> None:
    mine = holding(assigned(world, world.daniel), world.anna)
    leave(world.anna, world.joost)
    mine.refresh_from_db()
    assert (mine.assignee, mine.holder) == (world.daniel, None)
    assert told_of(mine) == [("conversation.released", "left the team")]


def test_a_colleague_who_leaves_does_not_take_it_out_of_my_hands(world: World) -> None:
    theirs = holding(assigned(world, world.anna), world.daniel)
    leave(world.anna, world.joost)
    theirs.refresh_from_db()
    assert (theirs.assignee, theirs.holder) == (None, world.daniel)
    assert told_of(theirs) == [("conversation.unassigned", "left the team")]


def test_who_only_reads_from_now_on_has_no_work_that_nobody_else_gets(world: World) -> None:
    theirs, others = assigned(world, world.anna), assigned(world, world.giulia)
    held = holding(world.conversation(), world.anna)
    employ_as(world.anna, world.joost, name="Anna", role=Role.READER, teams=world.anna.teams.all())
    for conversation in (theirs, held, others):
        conversation.refresh_from_db()
    assert (theirs.assignee, held.holder, others.assignee) == (None, None, world.giulia)
    assert told_of(theirs) == [("conversation.unassigned", "can no longer work on it")]
    assert told_of(held) == [("conversation.released", "can no longer work on it")]
    offers = {offer.conversation for _ in range(2) if (offer := next_for(world.daniel, now()))}
    assert theirs in offers or held in offers


def test_who_goes_to_another_team_keeps_what_that_team_sees_too(world: World) -> None:
    kept, lost = assigned(world, world.anna), assigned(world, world.anna, account=world.holidays_x)
    employ_as(world.anna, world.joost, name="Anna", role=Role.AGENT, teams=[world.team(cast.BAGGAGE)])
    for conversation in (kept, lost):
        conversation.refresh_from_db()
    assert (kept.assignee, lost.assignee) == (world.anna, None)
    assert told_of(kept) == []


def test_who_becomes_a_lead_keeps_everything(world: World) -> None:
    mine = holding(assigned(world, world.anna), world.anna)
    employ_as(world.anna, world.joost, name="Anna", role=Role.LEAD, teams=world.anna.teams.all())
    mine.refresh_from_db()
    assert (mine.assignee, mine.holder) == (world.anna, world.anna)


def test_a_closed_conversation_is_given_up_too_since_the_customer_may_write_again(world: World) -> None:
    closed = assigned(world, world.anna)
    closed.close(world.anna)
    leave(world.anna, world.joost)
    closed.refresh_from_db()
    closed.reopen(world.noor)
    offer = next_for(world.daniel, now())
    assert offer is not None and offer.conversation == closed


def test_a_claim_that_has_lapsed_is_nothing_to_tell_of(world: World) -> None:
    lapsed = holding(world.conversation(), world.anna, minutes=-1)
    leave(world.anna, world.joost)
    assert told_of(lapsed) == []


@pytest.mark.parametrize("removed", [False, True])
def test_what_a_team_no_longer_sees_waits_for_those_who_do(world: World, removed: bool) -> None:
    day_desk = world.team(cast.DAY_DESK)
    persons, teams, leads = (world.conversation(account=world.holidays_x) for _ in range(3))
    persons.assign(world.joost, person=world.anna)
    teams.assign(world.joost, team=day_desk)
    leads.assign(world.joost, person=world.joost)
    if removed:
        record("team.removed", day_desk, by=world.joost)
        day_desk.delete()
    else:
        day_desk.brands.remove(world.holidays)
        record("team.changed", day_desk, by=world.joost)
    for conversation in (persons, teams, leads):
        conversation.refresh_from_db()
    assert (persons.assignee, teams.team, leads.assignee) == (None, None, world.joost)
    for conversation in (persons, teams):
        assert told_of(conversation) == [("conversation.unassigned", "can no longer work on it")]


def test_a_team_that_is_renamed_keeps_its_work(world: World) -> None:
    day_desk = world.team(cast.DAY_DESK)
    persons, teams = assigned(world, world.anna), world.conversation()
    teams.assign(world.noor, team=day_desk)
    record("team.changed", day_desk, by=world.joost)
    for conversation in (persons, teams):
        conversation.refresh_from_db()
    assert (persons.assignee, teams.team) == (world.anna, day_desk)

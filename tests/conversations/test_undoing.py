"""What an agent did comes back for a minute, unless somebody has built on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.racing import race
from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.conversations.label import Label
from webcare.conversations.message import Message
from webcare.conversations.settling import settle
from webcare.conversations.undoing import WINDOW, CannotUndo, undo
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now

HOUR = timedelta(hours=1)
KEPT = (
    "closed_at",
    "close_reason",
    "waiting_since",
    "waiting_messages",
    "holder_id",
    "held_until",
    "assignee_id",
    "team_id",
    "snoozed_until",
    "snoozed_at",
)


def state(conversation: Conversation) -> tuple[object, ...]:
    conversation.refresh_from_db()
    labels = sorted(conversation.labels.values_list("name", flat=True))
    settled = sorted(conversation.messages.filter(settled_at__isnull=False).values_list("pk", flat=True))
    return (*(getattr(conversation, name) for name in KEPT), labels, settled)


@pytest.mark.parametrize(
    "act", ["close", "dismiss", "assign", "unassign", "snooze", "wake", "label", "unlabel", "reopen"]
)
def test_after_an_undo_everything_is_as_before(world: World, act: str) -> None:
    conversation, dogs = world.conversation(cast.BRAM, "Where is it?", "Hello?"), Label.objects.create(name="dogs")
    conversation.assign(world.noor, world.daniel, world.team(cast.DAY_DESK))
    if act == "wake":
        conversation.snooze(world.anna, now() + HOUR)
    if act == "unlabel":
        conversation.label(world.noor, dogs)
    if act == "reopen":
        conversation.dismiss(world.noor, "spam")
    else:
        conversation.claim(world.anna)
    before = state(conversation)
    event = {
        "close": lambda: conversation.close(world.anna, "answered"),
        "dismiss": lambda: conversation.dismiss(world.anna, "spam"),
        "assign": lambda: conversation.assign(world.anna, world.anna),
        "unassign": lambda: conversation.unassign(world.anna),
        "snooze": lambda: conversation.snooze(world.anna, now() + 2 * HOUR),
        "wake": lambda: conversation.wake(world.anna),
        "label": lambda: conversation.label(world.anna, dogs),
        "unlabel": lambda: conversation.unlabel(world.anna, dogs),
        "reopen": lambda: conversation.reopen(world.anna),
    }[act]()
    assert state(conversation) != before
    undo(event, world.anna)
    assert state(conversation) == before
    event.refresh_from_db()
    assert event.undone_at
    assert Event.objects.get(verb="undo.done").data == {"verb": event.verb, "event": event.pk}


def test_it_works_once(world: World) -> None:
    event = world.conversation().close(world.anna)
    undo(event, world.anna)
    with pytest.raises(CannotUndo, match="undone already"):
        undo(event, world.anna)


def test_it_works_for_a_minute(world: World) -> None:
    event = world.conversation().close(world.anna)
    with time_machine.travel(now() + WINDOW + timedelta(seconds=1)), pytest.raises(CannotUndo, match="too late"):
        undo(event, world.anna)


def test_it_is_for_whoever_did_it(world: World) -> None:
    conversation = world.conversation()
    event = conversation.close(world.anna)
    with pytest.raises(CannotUndo, match="Only who did it"):
        undo(event, world.daniel)
    conversation.refresh_from_db()
    assert not conversation.is_open


def test_what_cannot_be_undone_says_so(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    with pytest.raises(CannotUndo, match="cannot be undone"):
        undo(Event.objects.get(verb="conversation.claimed"), world.anna)


def test_what_somebody_changed_since_stays(world: World) -> None:
    conversation = world.conversation()
    event = conversation.assign(world.noor, world.anna)
    conversation.assign(world.anna, world.daniel)
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.noor)
    conversation.refresh_from_db()
    assert conversation.assignee == world.daniel


def test_what_was_changed_there_and_back_again_stays_too(world: World) -> None:
    conversation = world.conversation()
    event = conversation.assign(world.noor, world.anna)
    conversation.assign(world.anna, world.daniel)
    conversation.assign(world.daniel, world.anna)
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.noor)


def test_another_change_of_the_same_conversation_does_not_stand_in_the_way(world: World) -> None:
    conversation, dogs = world.conversation(), Label.objects.create(name="dogs")
    event = conversation.assign(world.noor, world.anna)
    conversation.label(world.daniel, dogs)
    undo(event, world.noor)
    conversation.refresh_from_db()
    assert conversation.assignee is None
    assert list(conversation.labels.all()) == [dogs]


def test_an_undone_change_does_not_stand_in_the_way_either(world: World) -> None:
    conversation = world.conversation()
    first = conversation.assign(world.noor, world.anna)
    second = conversation.assign(world.noor, world.daniel)
    undo(second, world.noor)
    undo(first, world.noor)
    conversation.refresh_from_db()
    assert conversation.assignee is None


def test_a_close_after_which_the_customer_wrote_is_not_undone(world: World) -> None:
    conversation = world.conversation()
    event = conversation.close(world.anna)
    world.message(conversation, "And my other suitcase?", at=now() + timedelta(seconds=1))
    settle([conversation.pk])
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.anna)
    conversation.refresh_from_db()
    assert conversation.is_open


def test_a_removed_note_comes_back(world: World) -> None:
    note = world.conversation().write_note(world.anna, "call Lisbon", "k1")
    undo(note.remove(world.anna), world.anna)
    note.refresh_from_db()
    assert note.removed_at is None


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_undo_is_one_undo(world: World) -> None:
    conversation = world.conversation()
    event = conversation.dismiss(world.anna, "chatter")
    results = race(lambda: undo(event, world.anna), lambda: undo(event, world.anna))
    assert sorted(type(result).__name__ for result in results) == ["CannotUndo", "NoneType"]
    assert Event.objects.filter(verb="undo.done").count() == 1
    assert not Message.objects.filter(settled_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_an_undo_and_a_reopening_at_once_end_open_and_waiting(world: World) -> None:
    conversation = world.conversation()
    event = conversation.dismiss(world.anna, "chatter")
    race(
        lambda: undo(event, world.anna),
        lambda: Conversation.objects.get(pk=conversation.pk).reopen(world.noor),
    )
    conversation.refresh_from_db()
    assert conversation.is_open
    assert conversation.waiting_since

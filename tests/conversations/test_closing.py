"""Closed is done: nobody waits any more, and what waited waits again when it is reopened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.racing import race
from tests.world import World
from webcare.channels.delivery import Delivery
from webcare.conversations.claiming import Taken
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible, Unchanged
from webcare.conversations.settling import settle
from webcare.ledger.event import Event
from webcare.lib.now import now


def test_after_closing_nobody_waits(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    event = conversation.close(world.anna, "answered")
    assert (conversation.is_open, conversation.waiting_since, conversation.waiting_messages) == (False, None, 0)
    assert (conversation.close_reason, conversation.holder) == ("answered", None)
    assert (event.verb, event.actor_id, event.why) == ("conversation.closed", world.anna.pk, "answered")


def test_closing_twice_is_refused_with_a_sentence(world: World) -> None:
    conversation = world.conversation()
    conversation.close(world.anna)
    with pytest.raises(Unchanged, match="closed already"):
        conversation.close(world.anna)
    assert Event.objects.filter(verb="conversation.closed").count() == 1


def test_nobody_closes_what_somebody_else_is_answering(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    with pytest.raises(Taken, match="Anna"):
        conversation.close(world.daniel)
    conversation.close(None, "merged")
    assert not conversation.is_open


def test_no_answer_needed_wants_one_of_the_reasons(world: World) -> None:
    conversation = world.conversation()
    with pytest.raises(NotPossible, match="Say why"):
        conversation.dismiss(world.anna, "bored")
    event = conversation.dismiss(world.anna, "chatter")
    assert (event.verb, conversation.close_reason, conversation.waiting_since) == (
        "conversation.dismissed",
        "chatter",
        None,
    )


def test_who_waited_at_the_close_waits_again_since_then(world: World) -> None:
    conversation = world.conversation()
    since, waiting = conversation.waiting_since, conversation.waiting_messages
    conversation.dismiss(world.anna, "spam")
    conversation.reopen(world.noor)
    assert (conversation.waiting_since, conversation.waiting_messages) == (since, waiting)
    assert conversation.close_reason == ""
    with pytest.raises(Unchanged, match="open already"):
        conversation.reopen(world.noor)


def test_reopening_what_was_answered_makes_nobody_wait(world: World) -> None:
    conversation = world.conversation()
    world.message(conversation, "It is on its way. ^AG", by=world.anna)
    settle([conversation.pk])
    conversation.close(world.anna, "answered")
    conversation.reopen(world.anna)
    assert (conversation.is_open, conversation.waiting_since) == (True, None)


def test_what_an_answer_covers_is_left_to_the_answer(world: World) -> None:
    """Were it settled by the close, nobody would wait any more after the answer has failed."""
    conversation = world.conversation()
    world.message(conversation, "It is on its way. ^AG", by=world.anna)
    settle([conversation.pk])
    conversation.refresh_from_db()
    conversation.close(world.anna, "answered")
    assert not Message.objects.filter(conversation=conversation, settled_at__isnull=False).exists()


def test_a_new_message_opens_it_again_but_only_the_new_one_waits(world: World) -> None:
    conversation = world.conversation()
    conversation.dismiss(world.anna, "chatter")
    newer = world.message(conversation, "Hello? My suitcase?", at=now() + timedelta(seconds=1))
    settle([conversation.pk])
    conversation.refresh_from_db()
    assert (conversation.is_open, conversation.waiting_since) == (True, newer.counts_from)


def test_a_message_that_was_on_its_way_while_it_was_closed_opens_it_again(world: World) -> None:
    """Received before, stored after: nobody can have seen it."""
    conversation = world.conversation()
    on_its_way = now()
    conversation.close(world.anna)
    world.message(conversation, "Never mind, but where is my other bag?", at=on_its_way)
    settle([conversation.pk])
    conversation.refresh_from_db()
    assert (conversation.is_open, conversation.waiting_since) == (True, on_its_way)


def test_an_answer_that_fails_after_the_close_opens_it_again(world: World) -> None:
    conversation = world.conversation()
    delivery = Delivery.objects.create(account=world.x, outgoing={}, release_at=now())
    world.message(conversation, "It is on its way. ^AG", by=world.anna, delivery=delivery)
    settle([conversation.pk])
    conversation.close(world.anna, "answered")
    Delivery.objects.update(failed_at=now())
    settle([conversation.pk])
    conversation.refresh_from_db()
    assert (conversation.is_open, conversation.waiting_messages) == (True, 1)


@pytest.mark.django_db(transaction=True)
def test_a_close_and_a_dismissal_at_once_are_one_of_them(world: World) -> None:
    conversation = world.conversation()
    results = race(
        lambda: Conversation.objects.get(pk=conversation.pk).close(world.anna),
        lambda: Conversation.objects.get(pk=conversation.pk).dismiss(world.daniel, "spam"),
    )
    assert sorted(type(result).__name__ for result in results) == ["Event", "Unchanged"]
    assert Event.objects.filter(verb__in=["conversation.closed", "conversation.dismissed"]).count() == 1

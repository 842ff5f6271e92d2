"""What is said by phone or at a counter becomes work like any other, with the clock that it deserves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.world import World
from webcare.channels.account import Account
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.hearing import Known, Place, Said, note_down, where_it_is_noted
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now


@pytest.fixture
def desk(world: World) -> Account:
    """The counter of Lowland Air."""
    (network,) = where_it_is_noted()
    account = Account(network=network, brand=world.air, settings={"name": "Counter"}, connected_at=now())
    adapter(network).connect(account, "")
    account.save()
    return account


def said(words: str = "Where is my suitcase?", *, ago: timedelta = timedelta(hours=2), **others: Any) -> Said:
    told = Said("a" * 32, Place.COUNTER, now() - ago, words, language="en", name="Bram")
    return replace(told, **others)


def test_a_late_note_keeps_its_true_time_and_the_clock_starts_there(world: World, desk: Account) -> None:
    told = said()
    assert note_down(desk, told, world.anna)
    receive_waiting()
    conversation = Conversation.objects.get(account=desk)
    message = Message.objects.get(conversation=conversation)
    assert conversation.waiting_since == message.counts_from == message.sent_at == told.at
    assert not message.late_delivered, "nobody but us kept them waiting"
    assert conversation.clocks.running().get().started_at == told.at
    assert message.subject == "At the counter · noted by Anna de Graaf"
    assert Event.objects.get(verb="account.noted").actor_id == world.anna.pk


def test_a_double_click_is_one_note(world: World, desk: Account) -> None:
    assert note_down(desk, said(), world.anna)
    assert not note_down(desk, said(), world.anna)
    receive_waiting()
    assert Message.objects.count() == 1
    assert Event.objects.filter(verb="account.noted").count() == 1


def test_the_language_that_was_heard_is_not_guessed(world: World, desk: Account) -> None:
    note_down(desk, said("Waar is mijn koffer gebleven? Ik wacht al twee uur.", language="fr"), world.anna)
    receive_waiting()
    assert Conversation.objects.get(account=desk).language == "fr"
    assert Message.objects.get().config == "french"


def test_what_they_were_told_at_once_stops_the_clock(world: World, desk: Account) -> None:
    note_down(desk, said(answer="It comes with the next flight."), world.anna)
    receive_waiting()
    conversation = Conversation.objects.get(account=desk)
    assert conversation.waiting_since is None
    assert not conversation.clocks.running().exists()
    assert [message.ours for message in conversation.messages.order_by("counts_from")] == [False, True]


def test_an_answer_that_is_noted_later_stops_it_too_and_leaves_nowhere(world: World, desk: Account) -> None:
    note_down(desk, said(), world.anna)
    receive_waiting()
    conversation = Conversation.objects.get(account=desk)
    world.organisation.take_back_seconds = 0
    world.organisation.save()
    answer = conversation.reply(world.anna, text="Called back: it comes tomorrow.", key="k1", private=True)
    deliver_waiting()
    answer.refresh_from_db()
    conversation.refresh_from_db()
    assert answer.sent_at is not None
    assert conversation.waiting_since is None
    assert not conversation.clocks.running().exists()


def test_a_customer_whom_somebody_is_sure_of_is_linked_with_the_proof_and_it_can_be_undone(
    world: World, desk: Account
) -> None:
    bram = world.handle(cast.BRAM).customer
    note_down(desk, said(), world.anna, Known(bram, Proof.SEEN, "passport"))
    receive_waiting()
    handle = Conversation.objects.get(account=desk).handle
    assert handle.customer == bram
    assert "passport" in handle.proof
    assert note_down(desk, said("And my pram?", key="b" * 32), world.anna, Known(bram, None, "")), "known by now"
    receive_waiting()
    assert Message.objects.filter(handle=handle).count() == 2
    handle.unlink(world.anna, "It was his brother.")
    assert handle.customer != bram


def test_nobody_becomes_somebody_else_without_a_reason(world: World, desk: Account) -> None:
    bram = world.handle(cast.BRAM).customer
    with pytest.raises(NotPossible, match="how you know"):
        note_down(desk, said(), world.anna, Known(bram, Proof.PHONE, " "))
    assert not Receipt.objects.exists()
    assert not Handle.objects.filter(network=desk.network).exists()


def test_the_same_number_is_not_the_same_person(world: World, desk: Account) -> None:
    note_down(desk, said(reach="+31 6 12345678"), world.anna)
    note_down(desk, said(reach="+31 6 12345678", key="b" * 32), world.anna)
    receive_waiting()
    assert len(set(Handle.objects.filter(network=desk.network).values_list("customer", flat=True))) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": " "}, "Write down what they said"),
        ({"ago": timedelta(hours=-1)}, "later than now"),
        ({"ago": timedelta(days=500)}, "more than a year"),
        ({"language": "xx"}, "languages that we answer in"),
    ],
)
def test_what_cannot_be_is_not_kept(world: World, desk: Account, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotPossible, match=sentence):
        note_down(desk, said(**wrong), world.anna)
    assert not Receipt.objects.exists()

"""Held while its network is dark, as nobody has tried; gone when it is back, unless the customer has their answer already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.scripted import NETWORK, ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent, Sent
from webcare.channels.collecting import collect_after_dark
from webcare.channels.contact import Contact, facts_of
from webcare.channels.delivery import Delivery
from webcare.channels.moderation import Moderation, ask, moderate_waiting
from webcare.channels.noticing import returned, suspected, tell_of_networks
from webcare.channels.outage import Outage, declare
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.returning import end, held_on, overtaken_on
from webcare.conversations.sending import ATTEMPTS, deliver_waiting
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now, real_now
from webcare.team.notice import Notice, NoticeKind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waits(world: World, account: Account) -> Conversation:
    """Bram waits on the network that will go dark."""
    return world.conversation(cast.BRAM, "Waar is mijn koffer?", account=account, private=True)


def write(world: World, conversation: Conversation, text: str = "Morgen. ^AG") -> Message:
    return conversation.reply(world.anna, text=text, key=text)


def let_go() -> None:
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)


def delivery_of(message: Message) -> Delivery:
    return Delivery.objects.get(key=message.key)


def test_what_is_held_is_not_tried_says_why_and_leaves_once_when_it_is_back(
    world: World, network: ScriptedNetwork, waits: Conversation
) -> None:
    outage = declare(NETWORK, world.noor, now())
    message = write(world, waits)
    for _ in range(ATTEMPTS + 2):
        let_go()
        deliver_waiting()
    held = delivery_of(message)
    assert (held.state, held.attempts, network.done) == ("queued", 0, [])
    assert held.error.startswith("Scripted has not been reachable since ")
    assert held_on(NETWORK).get() == message
    assert end(outage, world.joost) == 0
    assert end(outage, world.noor) is None, "somebody said so before"
    deliver_waiting()
    assert delivery_of(message).state == "sent"
    assert [call for call, *_ in network.done] == ["send"]
    assert Event.objects.filter(verb="outage.ended").count() == 1


def test_what_was_leaving_when_it_went_is_looked_up_and_not_repeated_when_it_is_back(
    world: World, network: ScriptedNetwork, waits: Conversation
) -> None:
    message = write(world, waits)
    network.troubles = [DeliveryError("It did not answer.", unknown=True)]
    let_go()
    deliver_waiting()
    outage = declare(NETWORK, world.noor, now())
    let_go()
    deliver_waiting()
    held = delivery_of(message)
    assert (held.state, held.looks) == ("sending", 0), "held without a look, and nobody forgets that it was leaving"
    network.standing[held.key] = Sent("777", real_now())
    end(outage, world.noor)
    deliver_waiting()
    assert (delivery_of(message).external_id, delivery_of(message).state) == ("777", "sent")
    assert [call for call, *_ in network.done] == ["send", "look"]


@pytest.mark.parametrize("was_leaving", [False, True])
def test_who_was_answered_elsewhere_meanwhile_is_for_a_person_to_decide(
    world: World, network: ScriptedNetwork, waits: Conversation, *, was_leaving: bool
) -> None:
    outage = declare(NETWORK, world.noor, now())
    message = write(world, waits)
    if was_leaving:
        Delivery.objects.update(sending_at=real_now())
    other = write(world, world.conversation(cast.LIAM, account=waits.account, private=True), "Tomorrow. ^AG")
    mail = world.conversation(cast.BRAM, account=world.mail)
    assert not overtaken_on(NETWORK).exists()
    write(world, mail, "Per mail dan. ^AG")
    assert not overtaken_on(NETWORK).exists(), "nobody has proven that this is the same Bram"
    mail.handle.link(waits.handle.customer, world.noor, Proof.BOTH, "said so on both")
    assert overtaken_on(NETWORK).get() == message
    assert end(outage, world.noor) == 1
    assert delivery_of(message).state == ("unconfirmed" if was_leaving else "failed")
    assert "answered elsewhere" in delivery_of(message).error
    assert delivery_of(other).state == "queued"
    assert Notice.objects.filter(person=world.anna, notice_kind=NoticeKind.FAILED).count() == 1
    let_go()
    deliver_waiting()
    assert [key for call, key, _ in network.done if call == "send"] == [other.key], "never sent silently"
    if was_leaving:
        return
    assert message.take_back(world.anna), "it can be left"
    assert delivery_of(message).state == "cancelled"


def test_hiding_and_blocking_wait_too(world: World, account: Account, network: ScriptedNetwork) -> None:
    outage = declare(NETWORK, world.noor, now())
    ask(account, "block", handle_id="7")
    for _ in range(12):
        Moderation.objects.update(next_attempt_at=real_now(), leased_until=None)
        moderate_waiting()
    assert (Moderation.objects.get().attempts, network.done) == (0, [])
    end(outage, world.noor)
    Moderation.objects.update(next_attempt_at=real_now(), leased_until=None)
    moderate_waiting()
    assert [call for call, *_ in network.done] == ["block"]


def test_silence_is_remembered_call_by_call_told_once_and_forgotten_when_it_ends(
    world: World, account: Account, network: ScriptedNetwork, waits: Conversation
) -> None:
    message = write(world, waits)
    for _ in range(3):
        network.troubles = [DeliveryError("It cannot be reached.")]
        let_go()
        deliver_waiting()
    assert (Contact.objects.get().times, suspected()) == (3, []), "not for long enough"
    Contact.objects.update(since=now() - timedelta(minutes=20))
    assert [one.network for one in suspected()] == [NETWORK]
    assert [tell_of_networks(), tell_of_networks()] == [1, 1]
    told = Notice.objects.filter(notice_kind=NoticeKind.DARK)
    assert set(told.values_list("person__role", flat=True)) == {"lead", "administrator"}
    first = told.get(person=world.noor)
    assert (
        "Scripted seems to have been away since" in first.text and "3 times an answer could not be sent" in first.text
    )
    assert first.path == f"/settings/networks/{NETWORK}"
    assert not Outage.objects.exists(), "the house declares nothing by itself"
    let_go()
    deliver_waiting()
    assert delivery_of(message).state == "sent"
    assert (suspected(), Contact.objects.get().since) == ([], None)


def test_a_no_is_no_silence(world: World, network: ScriptedNetwork, waits: Conversation) -> None:
    write(world, waits)
    network.troubles = [DeliveryError("Too long.", permanent=True)]
    let_go()
    deliver_waiting()
    assert Contact.objects.get().trouble == "refused"


def test_it_is_suggested_that_it_is_back_when_events_come_again(world: World, account: Account) -> None:
    declare(NETWORK, world.noor, now() - timedelta(hours=1))
    assert returned() == []
    Account.objects.filter(pk=account.pk).update(last_event_at=now() + timedelta(seconds=1))
    assert [row.network for row, _since in returned()] == [NETWORK]
    tell_of_networks()
    assert "has been heard of again" in Notice.objects.get(person=world.noor).text
    assert facts_of(NETWORK)[0].last_event_at


def test_what_was_missed_is_asked_for_once_it_is_back(
    world: World, account: Account, network: ScriptedNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def catch_up(one: Account) -> Iterator[RawEvent]:
        asked.append(one.pk)
        return iter(())

    monkeypatch.setattr(network, "catch_up", catch_up, raising=False)
    network.capabilities = replace(network.capabilities, polls=True)
    outage = declare(NETWORK, world.noor, now())
    assert collect_after_dark() == 0
    end(outage, world.noor)
    assert [collect_after_dark(), collect_after_dark()] == [1, 0]
    assert asked == [account.pk]

"""Workers that get in each other's way, networks that say nothing, people who insist: an answer stands once, or as often as
somebody chose."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conversations import files
from tests.racing import race
from tests.scripted import ScriptedNetwork, scripted_account
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Sent
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import InboundAttachment
from webcare.conversations import sending
from webcare.conversations.attaching import store_inbound, upload
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.sending import ATTEMPTS, LOOKS, deliver_waiting, next_delivery_at
from webcare.lib.now import real_now

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY_KNOWS = DeliveryError("The connection was lost.", unknown=True)
NO_PROOF = DeliveryError("The Sent folder does not show it.", unknown=True)
TOO_OFTEN = DeliveryError("Not so fast.", retry_after=timedelta(seconds=1))
REFUSED = DeliveryError("No.", permanent=True)


@pytest.fixture
def conversation(world: World, account: Account) -> Conversation:
    return world.conversation(account=account, private=True)


@pytest.fixture
def answer(conversation: Conversation, world: World) -> Message:
    return conversation.reply(world.anna, text="It is here.", key="k1")


def asked(network: ScriptedNetwork) -> list[str]:
    return [what for what, *_ in network.done]


def let_go() -> None:
    """The time to take it back, and every pause, is over; so is whatever lease a worker had."""
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)


def deliver(times: int = 1) -> str:
    """What becomes of the answer when workers try so often."""
    for _ in range(times):
        let_go()
        deliver_waiting()
    return Delivery.objects.get().state


def taken() -> Delivery:
    """The delivery as a worker has it in its hands that claimed it and then was thought dead."""
    let_go()
    claimed: list[Delivery] = Delivery.objects.claim(1)
    let_go()
    return claimed[0]


@pytest.mark.parametrize(
    ("trouble", "state"), [(None, "sent"), (NOBODY_KNOWS, "sending"), (REFUSED, "failed"), (TOO_OFTEN, "queued")]
)
def test_a_worker_that_comes_back_to_what_another_has_taken_sends_nothing(
    answer: Message, network: ScriptedNetwork, trouble: DeliveryError | None, state: str
) -> None:
    mine = taken()
    network.troubles += [trouble] if trouble else []
    assert deliver() == state
    sending._try(mine)
    assert asked(network) == ["send"]
    assert Delivery.objects.get().state == state


@pytest.mark.parametrize("late", [REFUSED, TOO_OFTEN, NOBODY_KNOWS])
def test_the_late_word_of_a_worker_undoes_nothing_that_another_has_settled(
    answer: Message, network: ScriptedNetwork, late: DeliveryError
) -> None:
    mine = taken()

    def overtaken(_call: str) -> None:
        network.during = lambda _call: None
        sending._try(taken())
        network.troubles.append(late)

    network.during = overtaken
    sending._try(mine)
    assert Delivery.objects.get().state == "sent"
    assert Delivery.objects.get().error == ""


def test_busy_hours_do_not_use_up_the_looks_for_an_unknown_outcome(answer: Message, network: ScriptedNetwork) -> None:
    network.troubles += [TOO_OFTEN] * LOOKS + [NOBODY_KNOWS]
    assert deliver(LOOKS + 1) == "sending"
    network.standing["k1"] = Sent("77", real_now())
    assert deliver() == "sent"
    assert asked(network) == ["send"] * (LOOKS + 1) + ["look"]


def test_a_person_is_asked_after_a_few_looks(answer: Message, network: ScriptedNetwork) -> None:
    network.troubles += [NOBODY_KNOWS] + [NO_PROOF] * LOOKS
    assert deliver(LOOKS) == "sending"
    assert deliver() == "unconfirmed"
    assert asked(network) == ["send"] + ["look"] * LOOKS


def test_who_insists_sends_again_once_where_the_network_proves_nothing(
    answer: Message, network: ScriptedNetwork, world: World
) -> None:
    network.troubles += [NOBODY_KNOWS] + [NO_PROOF] * LOOKS
    assert deliver(LOOKS + 1) == "unconfirmed"
    network.done.clear()
    assert answer.retry(world.anna)
    network.troubles += [NO_PROOF, NOBODY_KNOWS] + [NO_PROOF] * LOOKS
    assert deliver(LOOKS + 1) == "unconfirmed", "one permission is one sending"
    assert asked(network) == ["look", "send"] + ["look"] * (LOOKS - 1)
    network.troubles.clear()
    assert answer.retry(world.anna)
    network.troubles.append(NO_PROOF)
    assert deliver() == "sent"


def test_who_insists_on_what_stands_there_does_not_send_it_twice(
    answer: Message, network: ScriptedNetwork, world: World
) -> None:
    network.troubles += [NOBODY_KNOWS] + [NO_PROOF] * LOOKS
    deliver(LOOKS + 1)
    network.standing["k1"] = Sent("77", real_now())
    assert answer.retry(world.anna)
    assert deliver() == "sent"
    assert asked(network).count("send") == 1


def test_what_failed_for_sure_is_tried_again_without_a_look(
    answer: Message, network: ScriptedNetwork, world: World
) -> None:
    network.troubles.append(REFUSED)
    assert deliver() == "failed"
    assert answer.retry(world.anna)
    assert deliver() == "sent"
    assert asked(network) == ["send", "send"]


def test_a_fault_of_ours_before_the_call_is_no_unknown_outcome(
    conversation: Conversation, network: ScriptedNetwork, world: World
) -> None:
    file = upload(world.anna, conversation, SimpleUploadedFile("bag.png", files.picture()))
    conversation.reply(world.anna, text="See.", key="k1", attachment_ids=[file.pk])
    default_storage.delete(file.stored)
    assert deliver(LOOKS + 1) == "queued"
    assert deliver(ATTEMPTS) == "failed"
    assert asked(network) == []


def test_answers_over_different_accounts_leave_side_by_side(
    answer: Message, network: ScriptedNetwork, world: World
) -> None:
    world.conversation(account=scripted_account(world.air)).reply(world.anna, text="Over there.", key="k2")
    both = threading.Barrier(2)
    network.during = lambda _call: both.wait(30)
    let_go()
    race(deliver_waiting, deliver_waiting)
    assert sorted(network.standing) == ["k1", "k2"]


def test_answers_over_one_account_leave_one_after_the_other(
    answer: Message, conversation: Conversation, network: ScriptedNetwork, world: World
) -> None:
    conversation.reply(world.anna, text="And your bag.", key="k2")
    meanwhile: list[object] = []
    network.during = lambda _call: meanwhile.extend([deliver_waiting(), next_delivery_at()])
    let_go()
    assert deliver_waiting() == 2
    assert meanwhile == [0, None] * 2
    assert list(network.standing) == ["k1", "k2"]


def test_with_the_echo_go_its_files(
    answer: Message, conversation: Conversation, network: ScriptedNetwork, world: World
) -> None:
    echo = world.message(conversation, "It is here.", by=world.anna)
    brought = store_inbound(echo, InboundAttachment(content=files.picture(), filename="bag.png"))
    Message.objects.filter(pk=echo.pk).update(external_id="77")
    network.standing["k1"] = Sent("77", real_now())
    assert deliver() == "sent"
    assert Message.objects.filter(ours=True).count() == 1
    assert not any(default_storage.exists(name) for name in (brought.stored, brought.preview))

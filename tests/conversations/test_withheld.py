"""An account loses its access: its answers wait, say so, and leave once it is connected again, if they are still wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.racing import race
from tests.scripted import NETWORK, ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.connecting import Wish, connect
from webcare.channels.connecting import test as try_everything
from webcare.channels.delivery import Delivery
from webcare.conversations import sending
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.sending import ATTEMPTS, deliver_waiting
from webcare.conversations.withheld import WHY, Fate, Withheld, fate
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now, real_now
from webcare.reports.vitals import vitals
from webcare.team.notice import Notice, NoticeKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAITING = Withheld(since=AT - HOUR, closes_at=None, answered=False, gone=False, usable=False)
ENDED = DeliveryError("The password was changed.", True, reauth=True)
Meanwhile = Callable[[World, ScriptedNetwork, Conversation], None]
database = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("facts", "becomes"),
    [
        ({}, Fate.WAITS),
        ({"usable": True}, Fate.LEAVES),
        ({"usable": True, "closes_at": AT + HOUR}, Fate.LEAVES),
        ({"usable": True, "closes_at": AT}, Fate.CLOSED),
        ({"closes_at": AT - HOUR}, Fate.CLOSED),
        ({"usable": True, "since": AT - DAY}, Fate.LEAVES),
        ({"usable": True, "since": AT - DAY - HOUR}, Fate.OLD),
        ({"since": AT - DAY - HOUR}, Fate.OLD),
        ({"usable": True, "answered": True}, Fate.ANSWERED),
        ({"usable": True, "answered": True, "gone": True}, Fate.GONE),
        ({"gone": True, "closes_at": AT - HOUR}, Fate.GONE),
    ],
)
def test_what_is_wanted_waits_or_leaves_and_the_rest_is_for_a_person(facts: dict[str, Any], becomes: Fate) -> None:
    assert fate(replace(WAITING, **facts), AT, DAY) is becomes


def test_whatever_is_for_a_person_has_a_sentence() -> None:
    assert set(WHY) == set(Fate) - {Fate.WAITS, Fate.LEAVES}


@pytest.fixture
def conversation(world: World, account: Account) -> Conversation:
    return world.conversation(account=account, private=True)


@pytest.fixture
def answer(conversation: Conversation, world: World) -> Message:
    return conversation.reply(world.anna, text="It is here.", key="k1")


def let_go() -> None:
    Delivery.objects.pending().filter(account__network=NETWORK).update(
        next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None
    )


def deliver() -> str:
    """What becomes of the answer when a worker comes by."""
    let_go()
    deliver_waiting()
    return Delivery.objects.get(key="k1").state


def connected_again(world: World, account: Account) -> Account:
    return connect(Wish(NETWORK, account.brand, None, {}, {}), world.joost, Account.objects.get(pk=account.pk))


def sends(network: ScriptedNetwork) -> int:
    return sum(call == "send" for call, *_ in network.done)


@pytest.fixture
def held(network: ScriptedNetwork, answer: Message) -> Delivery:
    """The network said that our access has ended."""
    network.troubles = [ENDED]
    assert deliver() == "held"
    return Delivery.objects.get()


@database
def test_it_waits_says_why_and_leaves_by_itself_once_the_account_is_connected_again(
    world: World, network: ScriptedNetwork, account: Account, conversation: Conversation, held: Delivery
) -> None:
    kept = "The answer is kept, and leaves by itself once @lowlandair is connected again."
    assert held.error == f"{kept} The password was changed."
    for _ in range(ATTEMPTS + 2):
        assert deliver() == "held"
    assert (Delivery.objects.get().attempts, sends(network)) == (0, 1), "to wait is no attempt"
    conversation.refresh_from_db()
    assert conversation.waiting_since is None, "nobody has to write it once more"
    assert Event.objects.get(verb="reply.held").why == held.error
    notice = Notice.objects.get(person=world.anna, notice_kind=NoticeKind.FAILED)
    assert "has not left yet" in notice.text
    Delivery.objects.update(release_at=now() - HOUR)
    assert "deliveries" not in vitals().late, "it waits on purpose"
    connected_again(world, account)
    deliver_waiting()
    assert (Delivery.objects.get().state, sends(network)) == ("sent", 2)
    assert Event.objects.filter(verb="reply.sent").count() == 1


@database
def test_a_test_that_finds_all_well_is_as_good(
    world: World, network: ScriptedNetwork, account: Account, held: Delivery
) -> None:
    try_everything(account, world.joost)
    deliver_waiting()
    assert (Delivery.objects.get().state, sends(network)) == ("sent", 2)


@database
def test_two_who_connect_it_and_two_workers_send_it_once(
    world: World, network: ScriptedNetwork, account: Account, held: Delivery
) -> None:
    race(lambda: connected_again(world, account), lambda: connected_again(world, account))
    [dead] = Delivery.objects.claim(1)
    let_go()
    race(deliver_waiting, deliver_waiting)
    sending._try(dead)
    assert (Delivery.objects.get().state, sends(network)) == ("sent", 2)


@database
def test_it_can_be_taken_back_meanwhile(
    world: World, network: ScriptedNetwork, account: Account, answer: Message, held: Delivery
) -> None:
    assert answer.take_back(world.anna)
    connected_again(world, account)
    assert (deliver(), sends(network)) == ("cancelled", 1)


def _the_window_closes(world: World, network: ScriptedNetwork, conversation: Conversation) -> None:
    network.capabilities, network.window = replace(network.capabilities, windows=True), HOUR
    Message.objects.filter(ours=False).update(counts_from=now() - 2 * HOUR)


def _the_question_is_deleted(world: World, network: ScriptedNetwork, conversation: Conversation) -> None:
    Message.objects.filter(ours=False).update(deleted_at=now())


def _answered_in_the_app(world: World, network: ScriptedNetwork, conversation: Conversation) -> None:
    world.message(conversation, "It is here.", by=world.anna, at=now() + timedelta(seconds=1))


def _answered_by_mail(world: World, network: ScriptedNetwork, conversation: Conversation) -> None:
    mail = world.conversation(cast.BRAM, account=world.mail)
    mail.handle.link(conversation.handle.customer, world.noor, Proof.BOTH, "said so on both")
    mail.reply(world.anna, text="It is here.", key="by-mail")
    Delivery.objects.filter(key="by-mail").update(next_attempt_at=real_now() + HOUR)  # no mail server is here


def _a_day_passes(world: World, network: ScriptedNetwork, conversation: Conversation) -> None:
    Delivery.objects.update(held_at=now() - DAY - HOUR)


@database
@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("is_connected", [False, True])
@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (_the_window_closes, Fate.CLOSED),
        (_the_question_is_deleted, Fate.GONE),
        (_answered_in_the_app, Fate.ANSWERED),
        (_answered_by_mail, Fate.ANSWERED),
        (_a_day_passes, Fate.OLD),
    ],
)
def test_what_may_not_be_wanted_any_more_is_for_a_person_to_decide(
    world: World, network: ScriptedNetwork, account: Account, answer: Message, meanwhile: Meanwhile, why: Fate, *,
    is_connected: bool,
) -> None:  # fmt: skip
    meanwhile(world, network, answer.conversation)
    if is_connected:
        connected_again(world, account)
    assert (deliver(), sends(network)) == ("failed", 1)
    assert Delivery.objects.get(key="k1").error == WHY[why]
    assert Event.objects.filter(verb="reply.failed", why=WHY[why]).count() == 1
    connected_again(world, account)
    assert (deliver(), sends(network)) == ("failed", 1), "never by itself"
    assert answer.retry(world.anna)
    assert (deliver(), sends(network)) == ("sent", 2), "by who has read that"


@database
def test_what_the_same_person_said_besides_leaves_as_well(
    world: World, network: ScriptedNetwork, account: Account, conversation: Conversation, held: Delivery
) -> None:
    conversation.reply(world.anna, text="And your bag, too.", key="k2")
    network.troubles = [ENDED]
    assert deliver() == "held"
    world.message(conversation, "Hello?")
    connected_again(world, account)
    deliver_waiting()
    assert set(network.standing) == {"k1", "k2"}


@database
def test_what_may_have_left_before_never_waits(network: ScriptedNetwork, answer: Message) -> None:
    network.troubles = [DeliveryError("The connection was lost.", unknown=True)]
    assert deliver() == "sending"
    network.during = lambda call: network.troubles.append(ENDED) if call == "send" else None
    assert deliver() == "failed"


@database
def test_an_account_that_was_let_go_is_not_even_asked(
    world: World, network: ScriptedNetwork, account: Account, answer: Message
) -> None:
    Account.objects.filter(pk=account.pk).update(disconnected_at=now())
    assert (deliver(), network.done) == ("held", [])
    assert Delivery.objects.get().error.endswith("once @lowlandair is connected again.")
    connected_again(world, account)
    assert deliver() == "sent"


@database
def test_the_end_of_an_access_says_nothing_about_the_one_that_was_given_meanwhile(
    world: World, network: ScriptedNetwork, account: Account, answer: Message
) -> None:
    network.during = lambda _call: connected_again(world, account)
    network.troubles = [ENDED]
    assert deliver() == "held"
    account.refresh_from_db()
    assert account.reauth_at is None
    network.during = lambda _call: None
    assert deliver() == "sent"

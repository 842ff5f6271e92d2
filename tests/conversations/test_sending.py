"""From an agent's answer to the network: once, whatever the network does, and never repeated blindly."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from sandbox.client import Said, Sandbox
from tests.channels.conftest import account, application, network, sandbox
from tests.x_events import arrive, post
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.replying import CannotReply
from webcare.conversations.sending import deliver_waiting
from webcare.lib.now import now, real_now
from webcare.team.notice import Notice
from webcare.team.organisation import organisation
from webcare.team.person import Person, Role

__all__ = ["account", "application", "network", "sandbox"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(account: Account) -> Person:
    person = Person.objects.create_user("anna@lowlandair.example", name="Anna", slug="anna", initials="AG")
    team = person.teams.create(name="Day desk", slug="day-desk")
    team.brands.add(account.brand)
    return person


@pytest.fixture
def asked(sandbox: Sandbox) -> Said:
    return sandbox.post("mia_reist", "@lowlandair where is my suitcase?")


@pytest.fixture
def conversation(account: Account, asked: Said, sandbox: Sandbox) -> Conversation:
    mia = next(user for user in sandbox.users() if user.handle == "mia_reist")
    arrive(account, post(account, asked.text, id=asked.id, author=mia.id, handle="mia_reist", at=asked.created_at))
    receive_waiting()
    return Conversation.objects.get()


def answer(conversation: Conversation, by: Person, text: str = "It is on its way to you. ^AG") -> Message:
    """Write an answer and let the time pass in which it can be taken back."""
    message = conversation.reply(by, text=text, key=uuid.uuid4().hex)
    _let_go()
    return message


def _let_go() -> None:
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)


def _standing(sandbox: Sandbox, asked: Said) -> list[str]:
    return [said.own_text for said in sandbox.answers(in_reply_to=asked.id)]


def test_an_answer_stands_on_the_network_and_stops_the_clock(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said
) -> None:
    message = answer(conversation, anna)
    assert Clock.objects.running().count() == 1, "the clock runs until the network has it"
    deliver_waiting()
    message.refresh_from_db()
    assert _standing(sandbox, asked) == ["It is on its way to you. ^AG"]
    clock = Clock.objects.get()
    assert clock.stopped_at == message.sent_at
    assert message.external_id == sandbox.answers(in_reply_to=asked.id)[0].id
    assert Conversation.objects.get().waiting_since is None


def test_an_answer_waits_until_it_can_no_longer_be_taken_back(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said
) -> None:
    message = conversation.reply(anna, text="Too quick. ^AG", key="k1")
    assert deliver_waiting() == 0
    assert message.take_back(anna)
    _let_go()
    deliver_waiting()
    assert _standing(sandbox, asked) == []
    assert Conversation.objects.get().waiting_since is not None
    assert conversation.drafts.get(person=anna).text == "Too quick. ^AG"
    assert not message.take_back(anna)


def test_only_the_author_and_those_who_lead_take_an_answer_back(conversation: Conversation, anna: Person) -> None:
    daniel = Person.objects.create_user("daniel@lowlandair.example", name="Daniel", slug="daniel", initials="DK")
    noor = Person.objects.create_user("noor@lowlandair.example", name="Noor", slug="noor", role=Role.LEAD)
    message = conversation.reply(anna, text="Too quick. ^AG", key="k1")
    with pytest.raises(NotPossible, match="Only who wrote"):
        message.take_back(daniel)
    assert Delivery.objects.pending().exists()
    assert message.take_back(noor)


def test_a_double_click_is_one_answer(conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said) -> None:
    first = conversation.reply(anna, text="Once. ^AG", key="same")
    second = conversation.reply(anna, text="Once. ^AG", key="same")
    assert first.pk == second.pk
    _let_go()
    deliver_waiting()
    assert _standing(sandbox, asked) == ["Once. ^AG"]


def test_a_text_too_long_for_the_network_is_refused_before_it_leaves(conversation: Conversation, anna: Person) -> None:
    with pytest.raises(CannotReply, match="20 characters too long"):
        conversation.reply(anna, text="a" * 300, key="k1")
    assert not Delivery.objects.exists()
    conversation.refresh_from_db()
    assert conversation.waiting_since is not None


@pytest.mark.parametrize("kind", ["dropped_accepted", "server_error_accepted", "hanging_accepted"])
def test_what_the_network_took_without_saying_so_is_found_and_not_sent_twice(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said, kind: str
) -> None:
    sandbox.faults(sends=[kind])
    message = answer(conversation, anna)
    deliver_waiting()
    _let_go()
    deliver_waiting()
    assert _standing(sandbox, asked) == ["It is on its way to you. ^AG"]
    message.refresh_from_db()
    assert message.delivery is not None and message.delivery.state == "sent"


def test_a_worker_killed_while_sending_leaves_neither_a_loss_nor_a_copy(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said, account: Account
) -> None:
    """The worker said "sending", called the network, and died before it could note the answer."""
    message = answer(conversation, anna)
    sandbox.reply("lowlandair", asked.id, "It is on its way to you. ^AG")
    Delivery.objects.update(sending_at=real_now() - timedelta(seconds=5), attempts=1)
    deliver_waiting()
    assert len(_standing(sandbox, asked)) == 1
    message.refresh_from_db()
    assert message.delivery is not None and message.delivery.state == "sent"


def test_a_busy_network_is_tried_again_later(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said
) -> None:
    sandbox.faults(sends=["rate_limited", "unavailable"])
    answer(conversation, anna)
    for _ in range(4):
        deliver_waiting()
        _let_go()
    assert _standing(sandbox, asked) == ["It is on its way to you. ^AG"]


def test_a_refused_answer_fails_with_the_reason_and_can_be_tried_again(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said
) -> None:
    sandbox.faults(sends=["forbidden"])
    message = answer(conversation, anna)
    deliver_waiting()
    message.refresh_from_db()
    assert message.delivery is not None
    assert message.delivery.state == "failed" and message.delivery.error
    assert Conversation.objects.get().waiting_since is not None, "the customer waits again"
    assert Clock.objects.running().count() == 1
    assert Notice.objects.filter(person=anna, notice_kind="failed").count() == 1
    assert message.retry(anna)
    _let_go()
    deliver_waiting()
    assert _standing(sandbox, asked) == ["It is on its way to you. ^AG"]
    assert not message.retry(anna), "what stands there is not sent again"


def test_our_own_answer_coming_back_through_the_webhook_is_not_a_second_message(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said, account: Account
) -> None:
    answer(conversation, anna)
    deliver_waiting()
    (stands,) = sandbox.answers(in_reply_to=asked.id)
    echo = post(
        account, stands.text, id=stands.id, author=account.external_id, handle="lowlandair", at=stands.created_at,
        conversation=asked.conversation_id, answers=asked.id, event_type="post.create",
    )  # fmt: skip
    arrive(account, echo)
    receive_waiting()
    assert Message.objects.filter(ours=True).count() == 1


def test_the_webhook_may_be_faster_than_the_answer_to_our_call(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said, account: Account
) -> None:
    message = answer(conversation, anna)
    stands = sandbox.reply("lowlandair", asked.id, "It is on its way to you. ^AG")
    Delivery.objects.update(sending_at=real_now(), leased_until=real_now() + timedelta(minutes=1))
    echo = post(
        account, stands.text, id=stands.id, author=account.external_id, handle="lowlandair", at=stands.created_at,
        conversation=asked.conversation_id, answers=asked.id, event_type="post.create",
    )  # fmt: skip
    arrive(account, echo)
    receive_waiting()
    message.refresh_from_db()
    assert message.external_id == stands.id
    assert message.delivery is not None and message.delivery.state == "sent"
    assert Message.objects.filter(ours=True).count() == 1


def test_a_private_answer_to_a_public_question_covers_it(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said
) -> None:
    message = conversation.reply(anna, text="May I have your booking code? ^AG", key="k1", private=True)
    _let_go()
    deliver_waiting()
    assert message.conversation.private and message.conversation_id != conversation.pk
    assert [said.text for said in sandbox.messages(handle="mia_reist")] == ["May I have your booking code? ^AG"]
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert Clock.objects.get().stopped_at is not None


def test_what_the_customer_wrote_while_the_answer_was_on_its_way_waits_on(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said, account: Account
) -> None:
    answer(conversation, anna)
    author = conversation.handle.external_id
    arrive(
        account,
        post(account, "@lowlandair and my ski bag, where is that?", id="99", author=author, conversation=asked.id),
    )
    receive_waiting()
    deliver_waiting()
    conversation.refresh_from_db()
    assert conversation.waiting_messages == 1
    assert Clock.objects.running().count() == 1
    assert Clock.objects.filter(stopped_at__isnull=False).count() == 1


def test_the_take_back_time_is_the_organisations_own(conversation: Conversation, anna: Person) -> None:
    company = organisation()
    company.take_back_seconds = 0
    company.save()
    message = conversation.reply(anna, text="At once. ^AG", key="k1")
    assert message.delivery is not None
    assert message.delivery.release_at <= now()
    assert deliver_waiting() == 1

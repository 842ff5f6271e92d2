"""From the door to the desk and back: a question on Telegram gets its answer, and the customer's thumb stands below it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.client import Sandbox
from tests.channels.telegram.test_sandbox import application, bot
from webcare.channels.account import Account
from webcare.channels.collecting import collect
from webcare.channels.delivery import Delivery
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.reacting import with_reactions
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.lib.now import real_now
from webcare.team.person import Person

__all__ = ["application", "bot"]


@pytest.mark.django_db(transaction=True)
def test_a_question_is_answered_once_and_thanked_for(sandbox: Sandbox, bot: Account) -> None:
    anna = Person.objects.create_user("anna@lowlandair.example", name="Anna")
    sandbox.create_user("mia", "Mia Reist")
    asked = sandbox.telegram("mia", "lowlandair", "where is my bag?")
    assert collect(bot) == 1
    bot.cursor = {}
    assert collect(bot) == 0, "what is told again is known by its number"
    receive_waiting()
    conversation = Conversation.objects.get()
    assert (conversation.handle.name, conversation.private, conversation.is_waiting) == ("Mia Reist", True, True)

    conversation.reply(anna, text="We look for it.", key="k1")
    _deliver()
    ours = sandbox.telegrams()[-1]
    assert (ours.text, ours.answers) == ("We look for it.", asked.number)
    sandbox.react_on_telegram("mia", ours.id, "❤")
    collect(bot)
    receive_waiting()
    conversation.refresh_from_db()
    answer = Message.objects.get(ours=True)
    with_reactions([answer])
    assert [(sign.sign, sign.names) for sign in answer.signs] == [("❤", ("Mia Reist",))]
    assert not conversation.is_waiting, "a heart asks for nothing"
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("fault", "stands"), [("dropped_accepted", 1), ("dropped", 0)])
def test_an_answer_whose_fate_nobody_can_know_is_not_repeated(
    sandbox: Sandbox, bot: Account, fault: str, stands: int
) -> None:
    anna = Person.objects.create_user("anna@lowlandair.example", name="Anna")
    sandbox.create_user("mia", "Mia Reist")
    sandbox.telegram("mia", "lowlandair", "where is my bag?")
    collect(bot)
    receive_waiting()
    Conversation.objects.get().reply(anna, text="We look for it.", key="k1")
    sandbox.faults(sends=[fault])
    for _ in range(3):
        _deliver()
    assert Delivery.objects.get().state == "unconfirmed"
    assert sum(one.from_bot for one in sandbox.telegrams()) == stands


def _deliver() -> None:
    """The time to take it back, and every pause, is over."""
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
    deliver_waiting()

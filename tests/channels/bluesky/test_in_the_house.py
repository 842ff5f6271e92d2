"""From Bluesky to the desk and back: a question gets its one answer, also when nobody knows at first whether it left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.client import Sandbox
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


def _deliver() -> None:
    """The time to take it back, and every pause, is over."""
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
    deliver_waiting()


def _look(account: Account) -> None:
    collect(account)
    receive_waiting()


@pytest.fixture
def asked(sandbox: Sandbox, account: Account) -> Conversation:
    sandbox.create_user("mia", "Mia Reist")
    sandbox.bluesky_post("mia", "@lowlandair where is my bag?")
    _look(account)
    return Conversation.objects.get()


@pytest.fixture
def anna(account: Account) -> Person:
    return Person.objects.create_user("anna@lowlandair.example", name="Anna")


def test_a_question_is_answered_once_and_liked(
    sandbox: Sandbox, account: Account, asked: Conversation, anna: Person
) -> None:
    assert (asked.handle.name, asked.private, asked.is_waiting) == ("Mia Reist", False, True)
    asked.reply(anna, text="We look for it.", key="k1")
    _deliver()
    theirs, ours = sandbox.bluesky_posts()
    assert (ours.text, ours.above) == ("We look for it.", theirs.uri)
    sandbox.bluesky_like("mia", ours.number)
    _look(account)
    answer = Message.objects.get(ours=True)
    with_reactions([answer])
    assert [(sign.sign, sign.names) for sign in answer.signs] == [("❤", ("Mia Reist",))]
    asked.refresh_from_db()
    assert not asked.is_waiting, "a heart asks for nothing"
    assert Message.objects.count() == 2, "our own post coming back is this answer"


@pytest.mark.parametrize("fault", ["dropped_accepted", "dropped", "server_error_accepted", "unavailable"])
def test_whatever_happens_on_the_way_the_answer_stands_there_once(
    sandbox: Sandbox, asked: Conversation, anna: Person, fault: str
) -> None:
    asked.reply(anna, text="We look for it.", key="k1")
    sandbox.faults(sends=[fault])
    for _ in range(2):
        _deliver()
    assert Delivery.objects.get().state == "sent"
    assert [one.text for one in sandbox.bluesky_posts(brands="true")] == ["We look for it."]


def test_an_answer_from_the_app_ends_the_waiting(sandbox: Sandbox, account: Account, asked: Conversation) -> None:
    sandbox.bluesky_post("lowlandair", "Found it!", below=sandbox.bluesky_posts()[0].number)
    _look(account)
    asked.refresh_from_db()
    assert not asked.is_waiting
    assert Message.objects.get(ours=True).conversation_id == asked.pk


def test_the_words_of_a_deleted_post_go(sandbox: Sandbox, account: Account, asked: Conversation) -> None:
    sandbox.bluesky_remove(sandbox.bluesky_posts()[0].number)
    _look(account)
    message = Message.objects.get()
    assert message.deleted_at is not None
    assert not message.text
    collect(account)
    assert account.cursor["swept"] >= 0, "it is told once"


def test_a_public_question_is_answered_in_private_where_they_let_us(
    sandbox: Sandbox, account: Account, asked: Conversation, anna: Person
) -> None:
    sandbox.bluesky_lets_in("mia", "all")
    asked.reply(anna, text="Please tell us your booking.", private=True, key="k1")
    _deliver()
    assert [one.text for one in sandbox.bluesky_chats()] == ["Please tell us your booking."]
    sandbox.bluesky_chat("mia", "lowlandair", "QX7RT2")
    _look(account)
    talk = Conversation.objects.get(private=True)
    assert [one.text for one in talk.messages.order_by("sent_at")] == ["Please tell us your booking.", "QX7RT2"]

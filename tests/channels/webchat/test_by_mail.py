"""An answer that nobody saw in the chat goes by mail, once; the way back opens the thread, and an answer to it stands there."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.channels.webchat.conftest import Browser
from tests.channels.webchat.test_in_the_house import answered
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.connecting import disconnect
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt, keep
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.mailing import wanted_by, way_back, who_want_it
from webcare.channels.webchat.session import ChatSession
from webcare.conversations.conversation import Conversation
from webcare.conversations.forwarding import Forwarding, mail_unseen
from webcare.conversations.message import Message
from webcare.conversations.purging import purge
from webcare.conversations.receiving import receive_waiting
from webcare.customers.handle import Handle
from webcare.keeping.erasing import erase
from webcare.lib.now import real_now

ADDRESS = "mia@example.org"
OUR_ID = "chat-1.abcdefghijklmnop@lowlandair.example"


@pytest.fixture
def answer(world: World, visitor: Browser) -> Message:
    """Asked and answered six minutes ago; the visitor has left an address, and has gone."""
    message = answered(world, visitor)
    leaves(visitor)
    Delivery.objects.update(sent_at=real_now() - timedelta(minutes=6))
    return message


def leaves(visitor: Browser, address: str = ADDRESS, name: str = "0d6f7c1e-2") -> None:
    assert visitor.ask("contact", {"name_of_it": name, "name": "Mia", "email": address}).status_code == 201
    receive_waiting()


def letter() -> Delivery:
    return Forwarding.objects.get().delivery


def mailed_back(
    world: World, text: str = "Thank you, and the other one?", sender: str = ADDRESS, file: bytes = b""
) -> None:
    """What the visitor's mail program sends: an answer to our mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, world.mail.handle, "Re: Our answer"
    mail["Message-ID"], mail["In-Reply-To"] = "<back-1@example.org>", f"<{OUR_ID}>"
    mail.set_content(text)
    if file:
        mail.add_attachment(file, maintype="image", subtype="png", filename="bag.png")
    Delivery.objects.filter(forwarding__isnull=False).update(external_id=OUR_ID)
    keep("email", "back-1", bytes(mail), account=world.mail)
    receive_waiting()
    receive_waiting()  # what it said in the chat is an event of its own


def test_it_leaves_once_from_the_brands_mailbox_with_a_way_back(
    world: World, answer: Message, widget: Account, visitor: Browser
) -> None:
    assert mail_unseen(who_want_it(), wanted_by) == 1
    assert mail_unseen(who_want_it(), wanted_by) == 0, "once"
    sent = letter()
    assert (sent.account, sent.outgoing["recipient"]) == (world.mail, ADDRESS)
    assert sent.outgoing["text"].startswith("We look for it.\n")
    assert sent.outgoing["conversation_id"] == answer.conversation_id
    link = next(word for word in sent.outgoing["text"].split() if "back=" in word)
    elsewhere = Browser(widget)
    told = elsewhere.ask("sessions", {"back": parse_qs(urlsplit(link).query)["back"][0]}).json()
    elsewhere.token = told["token"]
    assert [line["text"] for line in elsewhere.thread()["lines"]][:2] == ["Where is my bag?", "We look for it."]
    assert visitor.thread()["lines"], "the first browser is still let in"


@pytest.mark.parametrize("reason", ["seen", "too early", "nobody asked", "no mailbox"])
def test_it_stays_where_nobody_needs_it_by_mail(world: World, answer: Message, visitor: Browser, reason: str) -> None:
    if reason == "seen":
        visitor.ask("sight", {"version": visitor.thread()["version"]})
        receive_waiting()
    elif reason == "too early":
        Delivery.objects.update(sent_at=real_now())
    elif reason == "nobody asked":
        ChatSession.objects.update(answer_to="")
    else:
        disconnect(world.mail, world.joost)
        page = visitor.client.get(f"/chat/{visitor.account.external_id}").content.decode()
        assert "Answer me by mail" not in page
    assert mail_unseen(who_want_it(), wanted_by) == 0
    assert not Forwarding.objects.exists()


def test_what_is_answered_by_mail_is_said_in_the_chat_once(world: World, answer: Message, visitor: Browser) -> None:
    mail_unseen(who_want_it(), wanted_by)
    mailed_back(world, file=b"\x89PNG\r\n\x1a\n" + bytes(40))
    said = Message.objects.get(text__startswith="Thank you")
    assert (said.conversation, said.account) == (answer.conversation, answer.account)
    assert Conversation.objects.get().is_waiting, "in one conversation, and it waits again"
    assert ChatFile.objects.get().filename == "bag.png"
    assert b"Thank you" not in bytes(Receipt.objects.get(network="email").payload), "its words stand in one place"
    keep("email", "back-1-again", bytes(_again(world)), account=world.mail)
    receive_waiting()
    receive_waiting()
    assert Message.objects.filter(text__startswith="Thank you").count() == 1
    assert Handle.objects.count() == 1, "an address that was left proves nobody"


def _again(world: World) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = ADDRESS, world.mail.handle, "<back-1@example.org>"
    mail["In-Reply-To"] = f"<{OUR_ID}>"
    mail.set_content("Thank you, and the other one?")
    return mail


def test_a_mail_from_another_address_is_a_mail_of_its_own(world: World, answer: Message) -> None:
    mail_unseen(who_want_it(), wanted_by)
    mailed_back(world, sender="eve@example.org")
    assert Message.objects.get(text__startswith="Thank you").account == world.mail


@pytest.mark.parametrize("wrong", ["another mark", "too late", "another address was left"])
def test_a_way_back_that_is_not_ours_or_is_over_opens_nothing(
    widget: Account, answer: Message, visitor: Browser, wrong: str
) -> None:
    session = ChatSession.objects.get()
    word = way_back(session, real_now() + timedelta(days=-1 if wrong == "too late" else 1))
    if wrong == "another mark":
        word = word[:-4] + "0000"
    if wrong == "another address was left":
        leaves(visitor, "other@example.org", "0d6f7c1e-3")
    stranger = Browser(widget)
    stranger.token = stranger.ask("sessions", {"back": word}).json()["token"]
    assert stranger.thread()["lines"] == []


def test_what_is_purged_or_erased_is_gone_from_the_mail_too(world: World, answer: Message) -> None:
    mail_unseen(who_want_it(), wanted_by)
    purge(answer)
    assert letter().outgoing["text"] == ""
    erase(answer.conversation.handle.customer, world.joost, "asked for it")
    assert (letter().outgoing["recipient"], letter().state) == ("", "cancelled")

"""A desk whose mailbox stands on real servers, a worker that listens to it, and customers with mail programs."""

from __future__ import annotations

import email
import email.policy
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

import pytest

from tests.browser.running import worker
from tests.mailserver import PASSWORD, MailServer, mail_server, wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.email import listening
from webcare.channels.registry import adapter
from webcare.clocks.clock import Clock, Hours, StoredPromise
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.lib.now import now
from webcare.team.person import Person

__all__ = ["mail_server"]

HELP, MINA, TOMAS, THIEF = "help@lowland.test", "mina@example.test", "tomas@example.test", "thief@example.test"
SETTINGS = {
    "address": HELP, "display_name": "Lowland Air", "reply_address": HELP, "sent_folder": "yes", "file_sent": "yes",
    "mark_seen": "yes", "imap_host": "127.0.0.1", "imap_security": "none", "smtp_host": "127.0.0.1",
    "smtp_security": "none",
}  # fmt: skip


@dataclass
class Desk:
    """What the tests say and ask, in the words of the trade."""

    world: World
    server: MailServer
    account: Account

    @property
    def anna(self) -> Person:
        return self.world.anna

    def asked(self, mail: EmailMessage) -> Conversation:
        """A customer sends a mail; its conversation, once the mail stands in it."""
        self.send(mail)
        return self.message_of(mail).conversation

    def send(self, mail: EmailMessage, to: str | None = None) -> None:
        """Into the network, as the customer's own provider does."""
        self.server.post(parseaddr(mail["From"])[1], to or parseaddr(mail["To"])[1], mail)

    def message_of(self, mail: EmailMessage) -> Message:
        """The mail as a message, as soon as it is one."""
        wanted = mail["Message-ID"].strip("<>")
        return wait_until(lambda: Message.objects.filter(external_id=wanted).first(), f"{wanted} is a message")

    def answer(self, conversation: Conversation, text: str = "It is on its way.") -> Message:
        """Anna answers at the desk; the answer, once the mail server has it."""
        message = Conversation.objects.get(pk=conversation.pk).reply(self.anna, text=text, key=str(uuid.uuid4()))
        return wait_until(
            lambda: Message.objects.filter(pk=message.pk, delivery__sent_at__isnull=False).first(), "it was sent"
        )

    def arrived(self, person: str, message: Message) -> EmailMessage:
        """Our answer as the customer's mail program has it."""
        (raw,) = self.server.arrived(person, f'HEADER Message-ID "{message.external_id}"')
        return opened(raw)


@pytest.fixture
def desk(transactional_db: None, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Lowland Air reads help@lowland.test and nothing else; a first answer within the hour is promised."""
    monkeypatch.setattr(listening, "SENT_LOOK", 1.0)  # nobody can be told of two folders at once, so one is asked
    mail_server.empty()
    world = World.build()
    Account.objects.exclude(pk=world.mail.pk).update(disconnected_at=now())
    account = world.mail
    account.settings = SETTINGS | {
        "imap_port": str(mail_server.imap_port),
        "smtp_port": str(mail_server.submission_port),
    }
    account.secrets = {"imap_password": PASSWORD}
    adapter("email").connect(account, "")
    account.save()
    StoredPromise.objects.create(
        name="An hour", promise_kind="first", minutes=60, hours=Hours.objects.create(name="Always")
    )
    world.organisation.take_back_seconds = 0
    world.organisation.save()
    with worker():
        yield Desk(world, mail_server, account)
    mail_server.empty()


def letter(sender: str = MINA, text: str = "Where is my suitcase?", **fields: str) -> EmailMessage:
    """A mail to us as a person's program makes it."""
    mail = EmailMessage()
    given = {"From": sender, "To": HELP, "Subject": "My suitcase", "Date": formatdate(), "Message_ID": make_msgid()}
    for name, value in {**given, **fields}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def opened(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def again(conversation: Conversation) -> Conversation:
    """As it stands now."""
    return Conversation.objects.get(pk=conversation.pk)


def running(conversation: Conversation) -> list[Clock]:
    """The clocks of a conversation that still run."""
    return list(Clock.objects.filter(conversation=conversation, stopped_at=None, cancelled_at=None))

"""Mailboxes of ours on real servers."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from itertools import count
from typing import Any

import pytest

from tests.mailserver import PASSWORD, MailServer, mail_server
from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing
from webcare.channels.email.adapter import EmailAdapter
from webcare.channels.email.reply_address import PURPOSE
from webcare.channels.inbound import Inbound, Parsing
from webcare.lib.keyring import proof_key
from webcare.lib.now import real_now
from webcare.team.brand import Brand

__all__ = ["mail_server"]

HELP, MINA, TOMAS, THIEF = "help@lowland.test", "mina@example.test", "tomas@example.test", "thief@example.test"


class Desk:
    """Our mailbox with its adapter, and everybody else's."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.adapter = EmailAdapter()
        self.account = Account(network="email", brand=Brand(name="Lowland Air"), external_id=HELP)
        self.account.settings = {
            "address": "Help@lowland.test",
            "display_name": "Lowland Air",
            "username": HELP,
            "imap_host": "127.0.0.1",
            "imap_port": str(server.imap_port),
            "imap_security": "none",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(server.submission_port),
            "smtp_security": "none",
            "reply_address": HELP,
            "sent_folder": "yes",
            "mark_seen": "yes",
        }
        self.account.secrets = {"imap_password": PASSWORD}
        self.numbers = count(1)

    def new(self) -> list[tuple[str, bytes]]:
        """Key and payload of everything that came since the last time."""
        return [(event.key, event.payload) for event in self.adapter.catch_up(self.account)]

    def understand(self, payload: bytes) -> list[Inbound]:
        """What a mail says, as the worker asks it."""
        parsing = Parsing(real_now(), HELP, frozenset({HELP}), proof_key(PURPOSE))
        return list(self.adapter.parse(payload, parsing))

    def next(self, person: str = HELP, mails: int = 1) -> list[Inbound]:
        """What the new mails say, as soon as so many stand in the mailbox."""
        self.server.arrived(person, count=mails)
        return [inbound for _, payload in self.new() for inbound in self.understand(payload)]

    def answer(self, text: str = "It is on its way.", **changes: Any) -> Outgoing:
        """An answer to Mina."""
        fields: dict[str, Any] = {
            "key": f"0d7d4d8b-9a51-4f3f-8f0f-{next(self.numbers):012d}",
            "text": text,
            "private": True,
            "recipient": MINA,
            "subject": "Re: Where is my suitcase?",
            "conversation_id": 4711,
            **changes,
        }
        return Outgoing(**fields)


@pytest.fixture
def desk(mail_server: MailServer, db: None) -> Iterator[Desk]:
    """Everybody's mailbox is empty, and we know no mail yet."""
    mail_server.empty()
    yield Desk(mail_server)
    mail_server.empty()


def letter(sender: str = MINA, text: str = "Where is my suitcase?", **fields: str) -> EmailMessage:
    """A mail to us as a person's program makes it."""
    mail = EmailMessage()
    given = {"From": sender, "To": HELP, "Subject": "My suitcase", "Message_ID": "<first@example.test>", **fields}
    for name, value in given.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail

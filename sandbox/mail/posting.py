"""Carries a mail into the mailboxes of those whom it is for, and a copy into its sender's Sent folder."""

import email
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from sandbox.clock import now_ms
from sandbox.mail.composing import Draft, composed
from sandbox.mail.reading import bare, opened
from sandbox.network import Network
from sandbox.watching import Happening, News
from sandbox.world.mails import INBOX, SEEN, SENT, Mail, Mailbox, NewMail


def send(network: Network, draft: Draft, at: int | None = None) -> Mail:
    """Write and carry it; returns the copy in the sender's Sent folder."""
    moment = at or now_ms()
    content = composed(draft, moment)
    with network.world.database.together():
        carry(network, content, [draft.recipient], moment)
        return file(network, network.world.mails.open(bare(draft.sender), draft.sender_name), SENT, content, moment)


def carry(network: Network, content: bytes, recipients: Iterable[str], at: int | None = None) -> None:
    """Into the inbox of each; whoever has no mailbox gets one."""
    name, sender = parseaddr(str(_message(content).get("From", "")))
    for address in dict.fromkeys(bare(recipient) for recipient in recipients):
        known = name if address == bare(sender) else ""
        file(network, network.world.mails.open(address, known), INBOX, content, at)


def file(
    network: Network,
    box: Mailbox,
    folder: str,
    content: bytes,
    at: int | None = None,
    flags: frozenset[str] | None = None,
) -> Mail:
    """Put it into one folder, and tell whoever looks at that mailbox."""
    read = opened(content)
    usual = frozenset({SEEN}) if folder == SENT else frozenset()
    mail = network.world.mails.keep(
        box,
        NewMail(
            folder=folder,
            message_id=read.message_id,
            answers=read.answers,
            sender=bare(read.sender),
            flags=usual if flags is None else flags,
            arrived_at=at or now_ms(),
            content=content,
        ),
    )
    network.watchers.tell(News(Happening.MAIL, box.address))
    return mail


def _message(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message

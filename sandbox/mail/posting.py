"""Carries a mail into the mailboxes of those whom it is for, and a copy into its sender's Sent folder."""

from collections.abc import Iterable

from sandbox.clock import now_ms
from sandbox.mail.composing import Draft, composed
from sandbox.mail.reading import bare, opened
from sandbox.network import Network
from sandbox.watching import Happening, News
from sandbox.world.mails import INBOX, SEEN, SENT, Mail, Mailbox, NewMail

CHECKER = "mx.sandbox.example"  # whose word it is


def send(network: Network, draft: Draft, at: int | None = None) -> Mail:
    """Write and carry it; returns the copy in the sender's Sent folder. What is told of the past was read since."""
    moment = at or now_ms()
    content = composed(draft, moment)
    with network.world.database.together():
        flags = None if at is None else frozenset({SEEN})
        carry(network, _checked(content, draft.sender, forged=draft.forged), [draft.recipient], moment, flags)
        return file(network, network.world.mails.open(bare(draft.sender), draft.sender_name), SENT, content, moment)


def _checked(content: bytes, sender: str, *, forged: bool) -> bytes:
    """With what the server found out about the sender on top, as RFC 8601 has it."""
    domain = bare(sender).rpartition("@")[2].encode("idna").decode()
    result = "fail" if forged else "pass"
    field = f"Authentication-Results: {CHECKER}; dmarc={result} header.from={domain}; dkim={result} header.d={domain}"
    return field.encode() + b"\r\n" + content


def carry(
    network: Network,
    content: bytes,
    recipients: Iterable[str],
    at: int | None = None,
    flags: frozenset[str] | None = None,
) -> None:
    """Into the inbox of each; whoever has no mailbox gets one."""
    for address in dict.fromkeys(bare(recipient) for recipient in recipients):
        file(network, network.world.mails.open(address), INBOX, content, at, flags)


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

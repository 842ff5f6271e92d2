"""Writes a mail as a customer's mail program does: headers, text, files, and below it what is answered."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sandbox.mail.reading import Opened
from sandbox.multipart import File
from sandbox.refusing import Empty, TooLong

LONGEST = 200_000
MOST_REFERENCES = 20


class BadAddress(Empty):
    """There is nobody at what stands where an address should."""


@dataclass(frozen=True)
class Draft:
    """`answered` is what it answers, and quoted below it when `quotes`."""

    sender: str
    sender_name: str
    recipient: str
    subject: str
    text: str
    files: tuple[File, ...] = ()
    answered: Opened | None = None
    quotes: bool = True
    forged: bool = False  # somebody else wrote it in this name
    headers: Mapping[str, str] = field(default_factory=dict)


def composed(draft: Draft, at: int) -> bytes:
    """The whole mail. Raises a Refusal when there is nothing in it, or nobody whom it is for."""
    if not draft.text.strip() and not draft.files:
        raise Empty("A mail needs a text or a file.")
    if len(draft.text) > LONGEST:
        raise TooLong(f"The mail is too long: {len(draft.text)} of {LONGEST} characters.")
    moment = datetime.fromtimestamp(at / 1000, UTC)
    message = EmailMessage(policy=SMTP)
    message["From"] = _person(draft.sender, draft.sender_name)
    message["To"] = _person(draft.recipient)
    message["Subject"] = " ".join(draft.subject.split())[:900]
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{at:x}.{secrets.token_hex(6)}@{draft.sender.rpartition('@')[2]}>"
    for name, value in draft.headers.items():
        message[name] = value
    text = draft.text
    if draft.answered is not None:
        _place(message, draft.answered)
        text += _quoted(draft.answered, moment) if draft.quotes else ""
    message.set_content(text, cte="quoted-printable")
    for file in draft.files:
        main, _, sub = (file.media_type or "application/octet-stream").partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.name)
    return message.as_bytes()


def about(subject: str) -> str:
    """The subject of an answer."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _person(address: str, name: str = "") -> Address:
    local, _, domain = address.rpartition("@")
    if not local or not domain or any(each.isspace() for each in address):
        raise BadAddress(f"“{address}” is no address. It should look like help@example.com.")
    try:
        return Address(" ".join(name.split()), local, domain)
    except ValueError:
        raise BadAddress(f"“{address}” is no address. It should look like help@example.com.") from None


def _place(message: EmailMessage, answered: Opened) -> None:
    chain = [*reversed(answered.answers), answered.message_id][-MOST_REFERENCES:]
    message["In-Reply-To"] = f"<{answered.message_id}>"
    message["References"] = " ".join(f"<{each}>" for each in chain)


def _quoted(answered: Opened, moment: datetime) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in answered.text.splitlines())
    return f"\n\nOn {moment:%d %B %Y at %H:%M} {answered.sender_name} <{answered.sender}> wrote:\n{lines}\n"

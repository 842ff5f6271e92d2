"""A mail as people read it: from whom, to whom, about what, its text and its files."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses, parseaddr
from html import unescape

from sandbox.clock import now_ms

_ID = re.compile(r"<([^<>\s]+)>")
_TAG = re.compile(r"<[^<>]*>")
_TOKEN = re.compile(r"\+[^@]*@")


@dataclass(frozen=True)
class Attached:
    number: int
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Opened:
    """`answer_to` is where an answer goes; `answers` are the ids that it answers, the nearest first."""

    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    answer_to: str
    subject: str
    text: str
    message_id: str
    answers: tuple[str, ...]
    files: tuple[Attached, ...]


def opened(content: bytes) -> Opened:
    """Whatever the bytes are, something can be read in them."""
    message = BytesParser(EmailMessage, policy=default).parsebytes(content)
    name, sender = parseaddr(_field(message, "From"))
    _, answer_to = parseaddr(_field(message, "Reply-To") or _field(message, "From"))
    references = _ID.findall(_field(message, "References"))
    return Opened(
        sender=sender,
        sender_name=name or sender,
        recipients=tuple(address for _, address in getaddresses([_field(message, "To")])),
        answer_to=answer_to,
        subject=_field(message, "Subject"),
        text=_text(message),
        message_id=message_id_of(message),
        answers=tuple(dict.fromkeys([*_ID.findall(_field(message, "In-Reply-To")), *reversed(references)])),
        files=tuple(_files(message)),
    )


def header(content: bytes) -> bytes:
    """The head of a mail with the empty line that ends it."""
    head, gap, _ = content.partition(b"\r\n\r\n")
    return head + gap


def message_id_of(message: EmailMessage) -> str:
    found = _ID.search(_field(message, "Message-ID"))
    return found[1] if found else f"none-{now_ms()}@sandbox.invalid"


def bare(address: str) -> str:
    """The mailbox behind an address: what stands after a plus sign is for its owner."""
    return _TOKEN.sub("@", address.strip().lower())


def _field(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):  # as the parser fails on broken fields
        raw = next((str(value) for found, value in message.raw_items() if found.lower() == name.lower()), "")
        return " ".join(raw.split())


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):
        text = bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")
    if body.get_content_subtype() == "html":
        text = unescape(_TAG.sub(" ", text))
    return text.replace("\r\n", "\n").strip()


def _files(message: EmailMessage) -> list[Attached]:
    found = []
    for number, part in enumerate(message.iter_attachments()):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            found.append(Attached(number, part.get_filename() or "file", part.get_content_type(), content))
    return found

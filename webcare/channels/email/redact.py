"""Takes the words out of a mail, and leaves what tells that it was there: from whom, when, in which exchange. Pure."""

from __future__ import annotations

from webcare.channels.email.automatic import FIELDS as AUTOMATIC
from webcare.channels.email.fetched import FIELD, unmark
from webcare.channels.email.mail import Mail, opened
from webcare.channels.email.message_id import derived
from webcare.channels.inbound import Unparsable

KEPT = frozenset(name.lower() for name in (
    "From", "Sender", "Reply-To", "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To",
    "Date", "Message-ID", "References", "In-Reply-To", "X-Webcare-Id", *AUTOMATIC,
))  # fmt: skip


def redact(payload: bytes) -> bytes:
    """The mail without subject, texts and files; nothing of one that cannot be read."""
    _, raw = unmark(payload)
    try:
        mail = opened(raw)
    except Unparsable:
        return b""
    mark = payload[: len(payload) - len(raw)] if payload.startswith(FIELD) else b""
    return mark + b"".join(_fields(mail, raw)) + b"\r\n"


def _fields(mail: Mail, raw: bytes) -> list[bytes]:
    kept = [(name, str(value)) for name, value in mail.message.raw_items() if name.lower() in KEPT]
    if not mail.has("Message-ID"):
        kept.append(("Message-ID", f"<{derived(raw)}>"))
    return [f"{name}: {_one_line(value)}\r\n".encode("utf-8", "surrogateescape") for name, value in kept]


def _one_line(value: str) -> str:
    return " ".join(value.splitlines())

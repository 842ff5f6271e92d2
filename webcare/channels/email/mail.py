"""A mail opened with care: whatever a sender put into it, reading it ends soon and raises nothing but Unparsable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any

from webcare.channels.email.addresses import addresses_in, senders_in
from webcare.channels.email.words import unfolded
from webcare.channels.inbound import Unparsable

MOST_PARTS = 300
MOST_BOUNDARIES = 60
MOST_LINES = 2_000_000
MOST_COMPARISONS = 10_000_000  # each line is held against the boundary of every group around it
HEAD_BYTES = 256 * 1024  # all fields of the mail together; what comes after is cut off
FIELD_CHARACTERS = 8_000

STATUS = "text/delivery-status"  # what a mail calls message/delivery-status

# The ways in which the standard library's parser fails on hostile mail.
BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    MessageError,
)

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(rb"boundary[\s*0-9]*=", re.IGNORECASE)


class Part(EmailMessage):
    """A part of a mail. A report for machines is a text to us: the parser would make a mail of each of its lines."""

    def get_content_type(self) -> str:
        kind = super().get_content_type()
        return STATUS if kind == "message/delivery-status" else kind


class _Forgiving(EmailPolicy):
    """The modern policy, except that a field which its parser chokes on is the text that was written."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return _parsed(name, str(value)[:FIELD_CHARACTERS])


@lru_cache(maxsize=256)
def _parsed(name: str, text: str) -> Any:
    """A field as the standard library reads it; kept, because it is asked for the same fields again and again."""
    try:
        return _MODERN.header_fetch_parse(name, text)
    except BROKEN:
        return "".join(text.splitlines())


_MODERN = EmailPolicy()
_POLICY = _Forgiving(message_factory=Part)
_UNCHANGED = _POLICY.clone(refold_source="none")


class Mail:
    """The fields and the leaves of a mail."""

    def __init__(self, message: EmailMessage) -> None:
        self.message = message

    def headers(self, name: str) -> list[str]:
        """The values of a field that may stand there several times, as they were written."""
        wanted = name.lower()
        return [str(value)[:FIELD_CHARACTERS] for found, value in self.message.raw_items() if found.lower() == wanted]

    def header(self, name: str) -> str:
        """The first value of a field, decoded; empty without it."""
        return next((unfolded(value).strip() for value in self.headers(name)), "")

    def has(self, name: str) -> bool:
        """Whether the field stands there at all."""
        return bool(self.headers(name))

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """Display name and lower-cased address of everybody that a field names."""
        return [person for value in self.headers(name) for person in addresses_in(value)]

    def senders(self) -> list[tuple[str, str]]:
        """Who wrote it, as From says. Raises Unparsable where it hides who that is."""
        values = self.headers("From")
        if any(len(value) >= FIELD_CHARACTERS for value in values):
            raise Unparsable("Its From is so long that the sender's address may stand beyond what is read.")
        return [person for value in values for person in senders_in(value)]

    def leaves(self) -> Iterator[Message]:
        """The parts that hold something, in their order; a mail within the mail is one of them."""
        waiting: list[Message] = [self.message]
        given = 0
        while waiting and given < MOST_PARTS:
            part = waiting.pop()
            below = parts(part) if part.get_content_maintype() == "multipart" else []
            if below:
                waiting += reversed(below)
            else:
                given += 1
                yield part


def opened(raw: bytes) -> Mail:
    """Read a mail. Raises Unparsable for what no mail program would have made."""
    _be_bearable(raw)
    try:
        message = BytesParser(policy=_POLICY).parsebytes(_with_a_bearable_head(raw))
    except BROKEN as error:
        raise Unparsable(f"The mail's structure cannot be read ({type(error).__name__}).") from error
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Unparsable("This is no mail: it has no header fields.")
    return Mail(message)


def _be_bearable(raw: bytes) -> None:
    lines = raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")  # the parser ends a line at each of the three
    if lines > MOST_LINES:
        raise Unparsable(f"The mail has more than {MOST_LINES:,} lines; no mail program makes such a thing.")
    groups = len(_BOUNDARY.findall(raw))
    if groups > MOST_BOUNDARIES:
        raise Unparsable(f"The mail nests more than {MOST_BOUNDARIES} groups of parts; no mail program does that.")
    if groups * lines > MOST_COMPARISONS:
        raise Unparsable(f"The mail has {lines:,} lines in {groups} groups of parts; reading that takes too long.")


def _with_a_bearable_head(raw: bytes) -> bytes:
    end = _HEAD_END.search(raw)
    if (end.start() if end else len(raw)) <= HEAD_BYTES:
        return raw
    kept = raw[:HEAD_BYTES].rpartition(b"\n")[0]
    return kept + b"\r\n\r\n" + (raw[end.end() :] if end else b"")


def parts(part: Message) -> list[Message]:
    """Those that it holds; none where it holds text, which is not even looked at: its charset may be no name at all."""
    inner = part.get_payload() if part.is_multipart() else []
    return [one for one in inner if isinstance(one, Message)]


def content(part: Message, *, whole: bool = False) -> bytes:
    """The bytes of a leaf; a mail within the mail, or with `whole` any part, as it was written."""
    inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" and part.is_multipart() else part
    if isinstance(inner, Message) and (whole or inner is not part or part.is_multipart()):
        return _as_written(part if whole else inner)
    try:
        found = part.get_payload(decode=True)
    except BROKEN:
        return _undecoded(part)
    return found if isinstance(found, bytes) else b""


def _undecoded(part: Message) -> bytes:
    try:
        return str(part.get_payload()).encode("utf-8", "replace")
    except BROKEN:
        return b""


def _as_written(part: Message) -> bytes:
    try:
        return part.as_bytes(policy=_UNCHANGED)
    except BROKEN as error:
        raise Unparsable("The mail holds another one whose structure cannot be read.") from error

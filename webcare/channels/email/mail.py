"""A mail opened with care: whatever a sender put into it, reading it ends soon and raises nothing but Unparsable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import getaddresses
from typing import Any

from webcare.channels.email.words import one_line, readable, unfolded
from webcare.channels.inbound import Unparsable

MOST_PARTS = 300
MOST_BOUNDARIES = 600
MOST_LINES = 2_000_000
HEAD_BYTES = 256 * 1024  # all fields of the mail together; what comes after is cut off
FIELD_CHARACTERS = 8_000
ADDRESS_LONGEST = 255

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
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\\]+")


class _Forgiving(EmailPolicy):
    """The modern policy, except that a field which its parser chokes on is the text that was written."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        text = str(value)[:FIELD_CHARACTERS]
        try:
            return super().header_fetch_parse(name, text)
        except BROKEN:
            return "".join(text.splitlines())


_POLICY = _Forgiving()
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

    def leaves(self) -> Iterator[Message]:
        """The parts that hold something, in their order; a mail within the mail is one of them."""
        waiting: list[Message] = [self.message]
        given = 0
        while waiting and given < MOST_PARTS:
            part = waiting.pop()
            below = part.get_payload() if part.get_content_maintype() == "multipart" else None
            if isinstance(below, list) and below:
                waiting += [inner for inner in reversed(below) if isinstance(inner, Message)]
            else:
                given += 1
                yield part


def opened(raw: bytes) -> Mail:
    """Read a mail. Raises Unparsable for what no mail program would have made."""
    if raw.count(b"\n") > MOST_LINES:
        raise Unparsable(f"The mail has more than {MOST_LINES:,} lines; no mail program makes such a thing.")
    if raw.lower().count(b"boundary=") > MOST_BOUNDARIES:
        raise Unparsable(f"The mail nests more than {MOST_BOUNDARIES} groups of parts; no mail program does that.")
    try:
        message = BytesParser(policy=_POLICY).parsebytes(_with_a_bearable_head(raw))
    except BROKEN as error:
        raise Unparsable(f"The mail's structure cannot be read ({type(error).__name__}).") from error
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Unparsable("This is no mail: it has no header fields.")
    return Mail(message)


def _with_a_bearable_head(raw: bytes) -> bytes:
    end = _HEAD_END.search(raw)
    if (end.start() if end else len(raw)) <= HEAD_BYTES:
        return raw
    kept = raw[:HEAD_BYTES].rpartition(b"\n")[0]
    return kept + b"\r\n\r\n" + (raw[end.end() :] if end else b"")


def addresses_in(value: str) -> list[tuple[str, str]]:
    """Display names and addresses of a raw field; a field that breaks the grammar still gives its addresses."""
    text = " ".join(readable(value).split())
    found = [(one_line(unfolded(name), 255), plain(address)) for name, address in getaddresses([text])]
    good = [(name, address) for name, address in found if address]
    if good or "@" not in text:
        return good
    return [("", address) for address in map(plain, _ADDRESS.findall(unfolded(text))) if address]


def plain(address: str) -> str:
    """One address in lower case; empty if it is none."""
    text = one_line(unfolded(address), 1_000).strip("<>").lower()
    return text if len(text) <= ADDRESS_LONGEST and _ADDRESS.fullmatch(text) else ""


def content(part: Message, *, whole: bool = False) -> bytes:
    """The bytes of a leaf; a mail within the mail, or with `whole` any part, as it was written."""
    inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" and part.is_multipart() else part
    if isinstance(inner, Message) and (whole or inner is not part or part.is_multipart()):
        return _as_written(part if whole else inner)
    try:
        found = part.get_payload(decode=True)
    except BROKEN:
        found = str(part.get_payload()).encode("utf-8", "replace")
    return found if isinstance(found, bytes) else b""


def _as_written(part: Message) -> bytes:
    try:
        return part.as_bytes(policy=_UNCHANGED)
    except BROKEN as error:
        raise Unparsable("The mail holds another one whose structure cannot be read.") from error

"""The mails of `payloads/` as they arrive, and what a parser is told about the mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from webcare.channels.email import parse as parsing_room
from webcare.channels.email.message_id import ours
from webcare.channels.inbound import Inbound, Parsing, Received

PAYLOADS = Path(parsing_room.__file__).parent / "payloads"
US = "help@lowland.test"
KEY = b"a key that only we have, 32 byte"
SENT_KEY = "6f1c2f8e-0d7d-4d8b-9a51-2f3f3f0f7a11"  # of the answer that payloads refer to
SENT = ours(SENT_KEY, "lowland.test", KEY)
RECEIVED_AT = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
PARSING = Parsing(received_at=RECEIVED_AT, account=US, own_ids=frozenset({US, "office@lowland.test"}), proof_key=KEY)


def payload(name: str) -> bytes:
    """A mail, with the Message-ID of our answer where it refers to one."""
    raw = (PAYLOADS / f"{name}.eml").read_bytes()
    return raw.replace(b"{OURS}", SENT.encode())


def understood(name: str, parsing: Parsing = PARSING) -> Sequence[Inbound]:
    """What one of them says."""
    return parsing_room.parse(payload(name), parsing)


def received(name: str, parsing: Parsing = PARSING) -> Received:
    """The one message that one of them is."""
    (inbound,) = understood(name, parsing)
    assert isinstance(inbound, Received)
    return inbound


def mail(text: str = "Hello", **fields: str) -> bytes:
    """A plain mail of Mina; fields as From, In_Reply_To."""
    given = {"From": "mina@example.test", "To": US, "Message_ID": "<m1@example.test>", **fields}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items() if value)
    return (head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text).encode()

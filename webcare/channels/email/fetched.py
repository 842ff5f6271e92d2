"""The line that we put on top of a mail when we fetch it: what only the fetching side knows about it.

It is the first line of the payload and nothing else is believed: a sender can write the same field further down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

FIELD = b"X-Webcare-Fetched:"
_LINE = re.compile(rb"X-Webcare-Fetched: (?P<folder>inbox|sent); at=(?P<at>\d{1,11})(?:; left=(?P<size>\d{1,15}))?\r\n")


@dataclass(frozen=True, slots=True)
class Fetched:
    """`at`: when the server took the mail in. `left`: its size in bytes where it was too large and stays there."""

    folder: str = "inbox"
    at: datetime | None = None
    left: int | None = None

    def mark(self, raw: bytes) -> bytes:
        """The payload: the line and the mail below it."""
        seconds = int(self.at.timestamp()) if self.at else 0
        left = f"; left={self.left}" if self.left is not None else ""
        return FIELD + f" {self.folder}; at={max(seconds, 0)}{left}\r\n".encode() + raw


def unmark(payload: bytes) -> tuple[Fetched, bytes]:
    """What was noted, and the mail as it came."""
    line = _LINE.match(payload)
    if not line:
        return Fetched(), payload
    seconds = int(line["at"])
    try:
        at = datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (OverflowError, ValueError):
        at = None
    left = int(line["size"]) if line["size"] else None
    return Fetched(line["folder"].decode(), at, left), payload[line.end() :]

"""The line that we put on top of a mail when we fetch it: what only the fetching side knows about it.

It is the first line of the payload and nothing else is believed: a sender can write the same field further down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

FIELD = b"X-Webcare-Fetched:"
_LINE = re.compile(
    rb"X-Webcare-Fetched: (?P<folder>inbox|sent); at=(?P<at>\d{1,11})(?:; left=(?P<size>\d{1,15}))?"
    rb"(?:; proven=(?P<proven>[a-z0-9.-]{1,255}))?(?:; by=(?P<by>[a-z0-9.-]{1,255}))?(?:; own=(?P<own>[^\s;]{1,8000}))?\r\n"
)
_NOBODY = "-"  # written where no domain vouches for the sender


@dataclass(frozen=True, slots=True)
class Fetched:
    """`at`: when the server took the mail in. `left`: its size in bytes where it was too large and stays there.

    `proven`: the domain that vouches for its sender; empty where none does, None where nobody looked or could tell.
    `own`: further addresses whose mail arrives in this mailbox. `by`: the forwarder whose word that proof is.
    """

    folder: str = "inbox"
    at: datetime | None = None
    left: int | None = None
    proven: str | None = None
    own: tuple[str, ...] = ()
    by: str = ""

    def mark(self, raw: bytes) -> bytes:
        """The payload: the line and the mail below it."""
        seconds = int(self.at.timestamp()) if self.at else 0
        left = f"; left={self.left}" if self.left is not None else ""
        proven = f"; proven={self.proven or _NOBODY}" if self.proven is not None else ""
        by = f"; by={self.by}" if self.by else ""
        own = f"; own={','.join(self.own)}" if self.own else ""
        return FIELD + f" {self.folder}; at={max(seconds, 0)}{left}{proven}{by}{own}\r\n".encode() + raw


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
    proven = line["proven"].decode() if line["proven"] else None
    own = tuple(line["own"].decode("utf-8", "replace").split(",")) if line["own"] else ()
    by = line["by"].decode() if line["by"] else ""
    noted = Fetched(line["folder"].decode(), at, left, "" if proven == _NOBODY else proven, own, by)
    return noted, payload[line.end() :]

"""Lets a virus scanner look through a file, where the operator named one: ClamAV's daemon, on this machine or beside it.

The bytes go to it as they are, by its own protocol (`INSTREAM`), so that it needs no access to our files. Where none is named
nothing is found. A file that cannot be looked through is no clean file.
"""

from __future__ import annotations

import os
import socket
import struct
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SCANNER = "WEBCARE_SCANNER"
PATIENCE = 60.0  # seconds for any word of it: an archive of archives takes long
PIECE = 1 << 16
LONGEST = 4096  # bytes of an answer
TOO_LARGE = "INSTREAM size limit exceeded"  # ClamAV's StreamMaxLength


class CannotScan(Exception):
    """The scanner is not there; it will be again."""


class Refused(CannotScan):
    """The scanner is there, and did not look through this file; `for_good` where it never will."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.for_good = for_good


def is_named() -> bool:
    """Whether files are looked through here."""
    return bool(os.environ.get(SCANNER))


def evil_in(content: bytes) -> str:
    """The name of what the scanner found; empty where that is nothing. Raises CannotScan."""
    if not is_named():
        return ""
    try:
        said = _said_of(content)
    except (OSError, ValueError) as error:
        if answers():
            raise Refused(f"it broke off: {error}") from error
        raise CannotScan(f"The virus scanner cannot be asked: {error}.") from error
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise Refused(said or "it hung up", for_good=said.startswith(TOO_LARGE))


def answers() -> bool:
    """Whether the scanner that is named is there."""
    try:
        with _connected(os.environ[SCANNER]) as wire:
            wire.sendall(b"zPING\0")
            return _answer(wire) == "PONG"
    except (OSError, ValueError):
        return False


def _said_of(content: bytes) -> str:
    with _connected(os.environ[SCANNER]) as wire:
        with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough: what it says of that counts
            wire.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                wire.sendall(struct.pack("!I", len(piece)) + piece)
            wire.sendall(struct.pack("!I", 0))
        return _answer(wire)


@contextmanager
def _connected(place: str) -> Iterator[socket.socket]:
    """`unix:/run/clamav/clamd.ctl`, or `host:port`. Raises OSError, and ValueError where it is neither."""
    if path := place.removeprefix("unix:") if place.startswith("unix:") else "":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
            wire.settimeout(PATIENCE)
            wire.connect(path)
            yield wire
    else:
        host, _, port = place.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as wire:
            yield wire


def _answer(wire: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST and (more := wire.recv(LONGEST)):
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()

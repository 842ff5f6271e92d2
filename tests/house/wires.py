"""Who may open a connection, and why: everybody else asks the outbound client."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tests.house.sources import ROOT

OUTBOUND, ITS_WIRES = "webcare/lib/outbound.py", "webcare/lib/patience.py"
NAMED = {
    OUTBOUND: "the one client for HTTP: looks at every address before it is called",
    ITS_WIRES: "its connections and its look-ups, each of which ends with the call",
    "webcare/channels/email/mailbox.py": "IMAP, to hosts that the operator may list",
    "webcare/channels/email/sending.py": "SMTP, to the server that the administrator entered",
    "webcare/lib/names.py": "the name service, which knows the keys that mails are signed with",
    "webcare/lib/scanning.py": "the virus scanner, at the address that the operator set",
    "webcare/lib/postgres.py": "PostgreSQL",
    "webcare/lib/backup.py": "PostgreSQL",
    "webcare/lib/keys.py": "PostgreSQL",
    "webcare/live/tail.py": "PostgreSQL",
    "webcare/commands/scratch.py": "PostgreSQL",
    "webcare/commands/restore.py": "PostgreSQL",
    "webcare/commands/environment.py": "PostgreSQL",
    "webcare/commands/ports.py": "looks which ports of this machine are free, and calls nobody",
    "webcare/commands/demo.py": "waits for the demo's own pages",
    "webcare/team/mailing.py": "mails to colleagues, by Django through WEBCARE_MAIL_URL",
    "webcare/replay/agent.py": "the scripted agent, at our own pages",
    "webcare/bench/door.py": "our own door, measured",
    "webcare/bench/memory.py": "our own pages, measured",
    "webcare/bench/house.py": "our own pages, measured",
    "webcare/bench/mortals.py": "waits for our own pages",
    "webcare/bench/stubborn.py": "the agent of a bench, at our own pages",
    "webcare/bench/screens.py": "our own live stream, measured",
}
NOBODY = "nobody of ours"
OPENING = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
}
_heard: list[str] | None = None
_listens = False


@contextmanager
def connections() -> Iterator[list[str]]:
    """Which of our files stand nearest behind each connection that Python makes meanwhile, and behind each name it looks up.

    PostgreSQL's own library makes its connections without Python, and only webcare/lib/postgres.py and the like call that.
    """
    global _heard, _listens  # noqa: PLW0603 - a hook of the interpreter stays for ever, so there is only one
    if not _listens:
        sys.addaudithook(_hear)
        _listens = True
    _heard = []
    try:
        yield _heard
    finally:
        _heard = None


def _hear(event: str, _about: tuple[Any, ...]) -> None:
    if event in OPENING and _heard is not None and (name := _behind(sys._getframe(1))):
        _heard.append(name)


def _behind(frame: FrameType | None) -> str:
    """The nearest file of the house; "" where tests or the sandbox's client did it; NOBODY for a thread of a library."""
    is_test = False
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "webcare"):
            return path.relative_to(ROOT).as_posix()
        is_test = is_test or path.is_relative_to(ROOT / "tests") or path.is_relative_to(ROOT / "sandbox")
        frame = frame.f_back
    return "" if is_test else NOBODY

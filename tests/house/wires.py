"""Who may open a connection, and why: everybody else asks the outbound client."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tests.house.sources import ROOT

OUTBOUND = "webcare/lib/outbound.py"
NAMED = {
    OUTBOUND: "the one client for HTTP: looks at every address before it is called",
    "webcare/channels/email/mailbox.py": "IMAP, to hosts that the operator may list",
    "webcare/channels/email/sending.py": "SMTP, to the server that the administrator entered",
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
_heard: list[str] | None = None
_listens = False


@contextmanager
def connections() -> Iterator[list[str]]:
    """Which of our files stand nearest behind each connection that Python makes meanwhile."""
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
    if event == "socket.connect" and _heard is not None and (name := _ours(sys._getframe(1))):
        _heard.append(name)


def _ours(frame: FrameType | None) -> str:
    """The nearest file of the house; "" where only tests or the sandbox's client are behind it."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "webcare"):
            return path.relative_to(ROOT).as_posix()
        frame = frame.f_back
    return ""

"""Waits for new mail on a standing connection (IMAP IDLE, RFC 2177), and by asking now and then where there is none."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from imap_tools.mailbox import BaseMailBox

from webcare.channels.adapter import DeliveryError
from webcare.channels.email.mailbox import opened, sent_folder
from webcare.channels.email.settings import settings_of

if TYPE_CHECKING:
    from webcare.channels.account import Account

LOOK_UP = 1.0  # seconds after which a waiting connection looks whether it shall stop
RENEWAL = 540.0  # seconds on one IDLE; RFC 2177 allows 29 minutes, many a router forgets a connection after ten
SENT_LOOK = 30.0  # seconds between two looks at the Sent folder, on which nobody can wait at the same time
POLL = 60.0  # seconds between two looks at a server without IDLE
BACK_OFF = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds after the nth failure in a row
_TELLING = (b"EXISTS", b"RECENT", b"BYE")
log = logging.getLogger(__name__)


def listen(account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
    """Call `wake` whenever there may be new mail, until `stop` is set; a lost connection is made again.

    Raises DeliveryError when the account has to be put right by a person.
    """
    failures = 0
    while not stop.is_set():
        began = time.monotonic()
        try:
            settings = settings_of(account)
            with opened(settings) as box:
                _wait(box, sent_folder(box) if settings.reads_sent else None, wake, stop)
        except DeliveryError as error:
            if error.permanent or error.reauth:
                raise
            failures = 1 if time.monotonic() - began > BACK_OFF[-1] else failures + 1
            log.warning("%s will be listened to again soon: %s", account, error.message)
            stop.wait(BACK_OFF[min(failures, len(BACK_OFF)) - 1])


def can_idle(box: BaseMailBox) -> bool:
    """Whether the server tells us by itself; asked after signing in, since many say it only then."""
    _, lines = box.client.capability()
    return b"IDLE" in b" ".join(line for line in lines if isinstance(line, bytes)).upper().split()


def _wait(box: BaseMailBox, sent: str | None, wake: Callable[[], None], stop: threading.Event) -> None:
    box.folder.set("INBOX", readonly=True)
    filed = _filed(box, sent)
    _mentioned(box)
    wake()  # for what came while nobody listened; what comes from here on the server tells
    if not can_idle(box):
        while not stop.wait(POLL):
            box.client.noop()
            wake()
        return
    while not stop.is_set():
        told = _idle_once(box, SENT_LOOK if sent else RENEWAL, stop)
        before, filed = filed, _filed(box, sent)
        if _mentioned(box) or told or filed != before:
            wake()


def _filed(box: BaseMailBox, sent: str | None) -> int:
    """A number that grows with every mail in the Sent folder."""
    return box.folder.status(sent, ["UIDNEXT"])["UIDNEXT"] if sent else 0


def _mentioned(box: BaseMailBox) -> bool:
    """Whether the server spoke of new mail in passing, in its answer to something else."""
    _, counts = box.client.response("EXISTS")
    return any(counts)


def _idle_once(box: BaseMailBox, seconds: float, stop: threading.Event) -> bool:
    """One IDLE until something comes, its time is over or we shall stop; true if there may be new mail."""
    until = time.monotonic() + seconds
    box.idle.start()  # type: ignore[no-untyped-call]  # imap-tools leaves it untyped
    lines: list[bytes] = []
    while not stop.is_set() and time.monotonic() < until:
        asked = time.monotonic()
        lines = box.idle.poll(timeout=LOOK_UP)
        if lines or time.monotonic() - asked < LOOK_UP / 2:
            break  # news, or a connection that is gone: ending the IDLE tells which
    _, late = box.idle.stop()  # type: ignore[no-untyped-call]  # as above
    return any(word in line for line in [*lines, *filter(None, late)] for word in _TELLING)

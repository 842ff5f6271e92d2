"""Waits for new mail on a standing connection (IMAP IDLE, RFC 2177), and by asking now and then where there is none."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from imap_tools.mailbox import BaseMailBox

from webcare.channels.adapter import DeliveryError
from webcare.channels.email.mailbox import opened
from webcare.channels.email.settings import settings_of

if TYPE_CHECKING:
    from webcare.channels.account import Account

LOOK_UP = 1.0  # seconds after which a waiting connection looks whether it shall stop
RENEWAL = 540.0  # seconds on one IDLE; RFC 2177 allows 29 minutes, many a router forgets a connection after ten
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
            with opened(settings_of(account)) as box:
                wake()  # for what came while nobody listened
                _wait(box, wake, stop)
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


def _wait(box: BaseMailBox, wake: Callable[[], None], stop: threading.Event) -> None:
    box.folder.set("INBOX", readonly=True)
    if not can_idle(box):
        while not stop.wait(POLL):
            box.client.noop()
            wake()
        return
    while not stop.is_set():
        if _idle_once(box, stop):
            wake()


def _idle_once(box: BaseMailBox, stop: threading.Event) -> bool:
    """One IDLE until something comes, it has to be renewed or we shall stop; true if there may be new mail."""
    until = time.monotonic() + RENEWAL
    box.idle.start()  # type: ignore[no-untyped-call]  # imap-tools leaves it untyped
    lines: list[bytes] = []
    while not stop.is_set() and time.monotonic() < until:
        asked = time.monotonic()
        lines = box.idle.poll(timeout=LOOK_UP)
        if lines or time.monotonic() - asked < LOOK_UP / 2:
            break  # news, or a connection that is gone: ending the IDLE tells which
    _, late = box.idle.stop()  # type: ignore[no-untyped-call]  # as above
    return any(word in line for line in [*lines, *filter(None, late)] for word in _TELLING)

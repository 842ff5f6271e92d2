"""Wake other processes through PostgreSQL; a wake-up carries no truth, so losing one costs a moment and no work."""

from __future__ import annotations

import threading
import time

from django.db import connection, connections

WORK = "webcare_work"
# Bells of what there is hundreds of times a minute; they call only whom it concerns.
RECEIPTS, INCOMPLETE, CLOCKS = "receipts", "incomplete", "clocks"
CHANGE = "webcare_change"
PAUSE = 0.05
IDLE = 1.0

_lock = threading.Lock()
_wanted: set[tuple[str, str]] = set()
_thread: threading.Thread | None = None
_go = threading.Event()


def wake(channel: str, bell: str = "") -> None:
    """Wake the listeners of `channel` when this transaction commits, those of one `bell` or all; several calls are one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, bell])


def wake_soon(channel: str, bell: str = "") -> None:
    """Wake them within `PAUSE` seconds, outside of any transaction: for doors where a notification a row costs too much."""
    global _thread  # noqa: PLW0603 - one bell a process
    with _lock:
        _wanted.add((channel, bell))
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_ring, name="waking", daemon=True)
            _thread.start()
    _go.set()


def _ring() -> None:
    while True:
        if not _go.wait(IDLE):
            connection.close()  # nobody rang for a while, and others may need it
            continue
        time.sleep(PAUSE)
        with _lock:
            _go.clear()
            wanted = sorted(_wanted)
            _wanted.clear()
        try:
            for channel, bell in wanted:
                wake(channel, bell)
        except Exception:  # noqa: BLE001 - a lost wake-up is repaired by the sweep; the bell must not die
            connections.close_all()

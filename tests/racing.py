"""Let several threads do something at the same moment, each on a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from django.db import connection, connections, transaction

Result = object


def race(*acts: Callable[[], Result]) -> Sequence[Result]:
    """What each act returned or raised, in their order; all start together. Needs a test that commits."""
    start = threading.Barrier(len(acts))
    results: list[Result] = [None] * len(acts)

    def run(place: int, act: Callable[[], Result]) -> None:
        start.wait(timeout=30)
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - what somebody who lost gets to see is a result too
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return results


def overtakes(first: Callable[[], Result], second: Callable[[], Result]) -> Result:
    """What `second` returns when `first` has written the same row and commits only once `second` waits for it."""
    results: list[Result] = []

    def run() -> None:
        try:
            results.append(second())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            time.sleep(0.01)
    thread.join(timeout=60)
    assert results, "the second did not come to an end"
    return results[0]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the activity of its first look
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])

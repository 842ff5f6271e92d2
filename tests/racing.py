"""Let several threads do something at the same moment, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connections

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

"""For networks that bring nothing by themselves: look again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable

LEAST_SECONDS = 5  # between two looks, whatever somebody entered


def look_again(seconds: float, wake: Callable[[], None], stop: threading.Event) -> None:
    """At once, and then every so many seconds until told to stop."""
    pause = max(seconds, LEAST_SECONDS)
    wake()
    while not stop.wait(pause):
        wake()

"""What changed in the last minute, for pages that were made before their screen began to listen."""

from __future__ import annotations

import time
from collections import deque

from webcare.live.audience import Topic

KEPT = 60.0  # seconds; whoever needs longer than that to begin looks at everything again


class Lately:
    """One per process; only what was handed out, so that it costs the database nothing."""

    def __init__(self) -> None:
        self._known_since = time.monotonic()
        self._handed: deque[tuple[float, tuple[Topic, ...]]] = deque()

    def note(self, topics: tuple[Topic, ...]) -> None:
        """They are handed out now."""
        at = time.monotonic()
        self._handed.append((at, topics))
        while self._handed[0][0] < at - KEPT:
            self._known_since, _ = self._handed.popleft()

    def within(self, age: float) -> tuple[Topic, ...] | None:
        """What was handed out in the last `age` seconds, each once; None where nobody knows all of it."""
        if age <= 0:
            return ()
        begun = time.monotonic() - age
        if begun < self._known_since:
            return None
        return tuple(dict.fromkeys(topic for at, topics in self._handed if at >= begun for topic in topics))

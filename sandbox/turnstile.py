"""How often each caller may ask for what: fixed windows, kept in memory, one turnstile for all networks."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    limit: int
    remaining: int
    reset: int


@dataclass
class _Window:
    reset: float
    used: int


class Turnstile:
    """Kept in memory; a restart opens every window anew."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str], _Window] = {}

    def pass_through(self, endpoint: str, caller: str, allowed: int, seconds: int) -> tuple[bool, Standing]:
        """Whether this request may pass, and how the caller stands after it."""
        now = time.time()
        window = self._windows.get((endpoint, caller))
        if window is None or window.reset <= now:
            window = self._windows[endpoint, caller] = _Window(now + seconds, 0)
        may = window.used < allowed
        window.used += may
        return may, Standing(allowed, allowed - window.used, round(window.reset))

    def clear(self) -> None:
        self._windows.clear()

"""How often each caller may ask for what: fixed windows per endpoint, told in three headers on every answer."""

import time
from dataclasses import dataclass

QUARTER = 15 * 60


@dataclass(frozen=True)
class Limit:
    """`user` and `app` are requests per window for either kind of token."""

    user: int
    app: int = 0
    window: int = QUARTER


@dataclass(frozen=True)
class Standing:
    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        return {
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(self.remaining),
            "x-rate-limit-reset": str(self.reset),
        }


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

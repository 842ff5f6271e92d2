"""What this process has counted since it began: written down with its heartbeat, added up by whoever watches."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """How often (or how much of) something was seen; `about` tells apart, such as the station."""

    name: str
    about: str
    value: float


_lock = threading.Lock()
_counts: defaultdict[tuple[str, str], float] = defaultdict(float)


def count(name: str, about: str = "", value: float = 1) -> None:
    """Add `value` to what is called `name`."""
    with _lock:
        _counts[name, about] += value


def counted() -> list[Counted]:
    """Everything so far, in a fixed order."""
    with _lock:
        return sorted(Counted(name, about, value) for (name, about), value in _counts.items())

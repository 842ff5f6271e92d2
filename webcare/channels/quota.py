"""How much of its quota a network said is used: kept from its own answers, so that a page tells it without asking."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.lib.now import real_now

KEPT = timedelta(days=1)  # what was told before says nothing of today
STEP, PAUSE = 5.0, 60.0  # percent and seconds: what changes less and was written lately is not written again
NEARLY = 80.0  # percent from which on somebody ought to know

Whose = Account | Application
_written: dict[str, tuple[float, float]] = {}


@dataclass(frozen=True, slots=True)
class Quota:
    """Percent of the quota that is nearest to its end, as it was told at that moment."""

    used: float
    at: datetime

    @property
    def is_nearly_used_up(self) -> bool:
        return self.used >= NEARLY


def note(whose: Whose, used: float | None) -> None:
    """The network has told it, with whatever it answered; None: it has not."""
    if used is None or whose.pk is None:
        return
    key, at = _key(whose), time.monotonic()
    before, written_at = _written.get(key, (-STEP, -PAUSE))
    if abs(used - before) >= STEP or at - written_at >= PAUSE:
        _written[key] = (used, at)
        cache.set(key, (round(used, 1), real_now()), KEPT.total_seconds())


def known(account: Account) -> Quota | None:
    """What was told of the account, or else of the registration through which it is called; None: nothing of late."""
    for whose in (account, account.application):
        if whose is not None and (found := cache.get(_key(whose))):
            return Quota(*found)
    return None


def of_limit(headers: Mapping[str, str], most: str, left: str) -> float | None:
    """Percent used of so many calls, from the two headers with these names."""
    try:
        whole, rest = int(headers[most]), int(headers[left])
    except (KeyError, ValueError):
        return None
    return min(max(100.0 * (whole - rest) / whole, 0.0), 100.0) if whole > 0 else None


def _key(whose: Whose) -> str:
    return f"quota:{type(whose).__name__.lower()}:{whose.pk}"

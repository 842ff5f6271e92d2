"""The one business clock: everything that customers or figures feel takes the time from here.

In production it runs at 1x. A demo, a replay or a drill may shift it or let it run faster; offset and rate are kept in
the database, so that every process agrees, and are read again at most every `STALE` seconds.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from django.db import models

STALE = 5.0


class BusinessClock(models.Model):
    """The single row: at real time `anchored_at` it was `shows`, and it runs at `rate` since."""

    anchored_at = models.DateTimeField()
    shows = models.DateTimeField()
    rate = models.FloatField(default=1.0)

    class Meta:
        db_table = "webcare_business_clock"

    def __str__(self) -> str:
        return f"{self.shows:%Y-%m-%d %H:%M:%S} at {self.rate:g}x since {self.anchored_at:%Y-%m-%d %H:%M:%S}"


_anchor: tuple[datetime, datetime, float] | None = None
_read_at = float("-inf")


def real_now() -> datetime:
    """Wall-clock time, for leases, network time-outs and tokens."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def now() -> datetime:
    """Business time, aware, in UTC."""
    anchor = _current_anchor()
    if anchor is None:
        return real_now()
    anchored_at, shows, rate = anchor
    return shows + (real_now() - anchored_at) * rate


def business_moment(real: datetime) -> datetime:
    """What business time showed at a real moment, such as the one that a network names for what it accepted."""
    anchor = _current_anchor()
    if anchor is None:
        return real
    anchored_at, shows, rate = anchor
    return shows + (real - anchored_at) * rate


def real_seconds_until(moment: datetime) -> float:
    """How many real seconds from now until business time shows `moment`; never negative."""
    anchor = _current_anchor()
    rate = anchor[2] if anchor else 1.0
    return max(0.0, (moment - now()).total_seconds() / rate)


def run_clock(*, rate: float = 1.0, shows: datetime | None = None) -> None:
    """Let business time run at `rate` from `shows` (default: what it shows now) on, in every process."""
    start = shows or now()
    BusinessClock.objects.update_or_create(pk=1, defaults={"anchored_at": real_now(), "shows": start, "rate": rate})
    forget()


def forget() -> None:
    """Read offset and rate again at the next call."""
    global _anchor, _read_at
    _anchor, _read_at = None, float("-inf")


def _current_anchor() -> tuple[datetime, datetime, float] | None:
    global _anchor, _read_at
    if time.monotonic() - _read_at > STALE:
        row = BusinessClock.objects.filter(pk=1).values_list("anchored_at", "shows", "rate").first()
        _anchor, _read_at = row, time.monotonic()
    return _anchor


def minutes(count: float) -> timedelta:
    """A span in minutes."""
    return timedelta(minutes=count)

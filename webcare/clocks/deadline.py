"""When a promise falls due, and when it becomes tight."""

from datetime import datetime
from enum import StrEnum

from webcare.clocks.promise import Promise

SOON_AFTER = 0.75
"""The share of the promised time after which a waiting message turns amber."""


class Level(StrEnum):
    FINE = "fine"
    SOON = "soon"
    LATE = "late"


def deadline(promise: Promise, started_at: datetime) -> datetime:
    """The instant at which the promise is broken if nobody has answered. Raises `ClosedForever`."""
    return promise.hours.add(started_at, promise.minutes)


def soon_from(promise: Promise, started_at: datetime) -> datetime:
    """The instant from which the deadline is near, stored beside it so that a list needs no calendar."""
    return promise.hours.add(started_at, promise.minutes * SOON_AFTER)


def level(soon_at: datetime, due_at: datetime, now: datetime) -> Level:
    """How a waiting message is coloured at `now`; an answer at the very deadline is still in time."""
    if now > due_at:
        return Level.LATE
    return Level.SOON if now >= soon_at else Level.FINE

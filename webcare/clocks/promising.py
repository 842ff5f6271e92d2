"""The promises as administrators set them, in the form that decides."""

from __future__ import annotations

from datetime import date, time

from webcare.clocks.clock import Hours, StoredPromise
from webcare.clocks.hours import Interval, OpeningHours, Weekly
from webcare.clocks.promise import Kind, Promise


def promises() -> list[Promise]:
    """All promises, with their opening hours."""
    return [
        Promise(
            name=row.name,
            network=row.network or None,
            language=row.language or None,
            urgency=row.urgency or None,
            kind=kind_of(row.promise_kind),
            minutes=row.minutes,
            hours=opening_hours(row.hours),
        )
        for row in StoredPromise.objects.select_related("hours")
    ]


def opening_hours(row: Hours) -> OpeningHours:
    """Stored hours as the pure ones."""
    weekly = tuple(
        Weekly(weekday, Interval(time.fromisoformat(opens), time.fromisoformat(closes)))
        for weekday, intervals in enumerate(row.weekly)
        for opens, closes in intervals
    )
    return OpeningHours(
        zone=row.time_zone,
        weekly=weekly if row.weekly else None,
        country=row.holiday_country or None,
        closed=frozenset(date.fromisoformat(day) for day in row.closed_days),
    )


def kind_of(stored: str) -> Kind:
    """A stored kind of clock, known to be one."""
    kinds: dict[str, Kind] = {"first": "first", "follow_up": "follow_up", "resolution": "resolution"}
    return kinds[stored]

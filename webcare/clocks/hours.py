"""When a team is there, and the arithmetic of promises that only run while it is.

Opening hours are wall-clock times in a zone of their own; every instant that goes in must be aware, every instant
that comes out is in UTC. A night that begins on one day and ends on the next belongs wholly to the day on which it
began, holiday or not. On the nights when the clock jumps, a time that does not exist means the jump, and a time that
exists twice means the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

HORIZON_DAYS = 800
"""Days ahead in which a door must open at least once: two years and the longest closure that anybody plans."""

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class ClosedForever(ValueError):
    """The opening hours never open, so nothing can be promised within them."""


@dataclass(frozen=True)
class Interval:
    """Open from `opens` up to, not including, `closes`; the next day where that is earlier, 24 hours where equal."""

    opens: time
    closes: time


ALL_DAY = Interval(time(0), time(0))


@dataclass(frozen=True)
class Weekly:
    """An interval that comes back every week; Monday is 0."""

    weekday: int
    interval: Interval

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError(f"A weekday is a number from 0 (Monday) to 6 (Sunday), not {self.weekday}.")


@dataclass(frozen=True)
class SpecialDay:
    """A date with hours of its own, whatever weekday or holiday it is."""

    day: date
    intervals: tuple[Interval, ...]


@dataclass(frozen=True)
class OpeningHours:
    """Hours of a team: `weekly` None means around the clock on every day that is not closed.

    `country` is a code of the `holidays` library (`NL`, or with a region `DE-BY`) whose public holidays are closed,
    `closed` are further closed dates, and a special day beats both.
    """

    zone: str = "UTC"
    weekly: tuple[Weekly, ...] | None = None
    country: str | None = None
    closed: frozenset[date] = frozenset()
    special: tuple[SpecialDay, ...] = ()

    def __post_init__(self) -> None:
        _zone(self.zone)
        if self.country:
            _public_holidays(self.country, 2025)  # an unknown country is refused here, not when a message comes in

    @property
    def is_always_open(self) -> bool:
        return self.weekly is None and not (self.country or self.closed or self.special)

    def is_open(self, at: datetime) -> bool:
        at = _utc(at)
        return self.is_always_open or any(start <= at for start, _ in self._windows(at, at + _MINUTE))

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant from `at` on: `at` itself while open. Raises `ClosedForever`."""
        at = _utc(at)
        if self.is_always_open:
            return at
        for start, _ in self._windows(at):
            return max(start, at)
        raise self._closed_forever(at)

    def add(self, at: datetime, minutes: float) -> datetime:
        """The first instant by which `minutes` of open time have passed since `at`. Raises `ClosedForever`."""
        at, left = _utc(at), timedelta(minutes=minutes)
        if left < timedelta(0):
            raise ValueError("Opening hours only count forwards.")
        if self.is_always_open or not left:
            return at + left
        end = at
        while left:
            end, left = self._spend(end, left)
        return end

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The open time between two instants; zero where `end` is not after `start`."""
        start, end = _utc(start), _utc(end)
        if self.is_always_open:
            return max(end - start, timedelta(0))
        return sum((min(until, end) - max(since, start) for since, until in self._windows(start, end)), timedelta(0))

    def _spend(self, at: datetime, left: timedelta) -> tuple[datetime, timedelta]:
        """How far `left` of open time gets from `at` within one horizon, and what is left of it then."""
        last = at
        for opening, end in self._windows(at):
            start = max(opening, at)
            if end - start >= left:
                return start + left, timedelta(0)
            last, left = end, left - (end - start)
        if last == at:
            raise self._closed_forever(at)
        return last, left

    def _windows(self, since: datetime, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """Open stretches that end after `since` and begin before `until`, in order, without overlaps."""
        here = since.astimezone(_zone(self.zone)).date()
        counted = datetime.min.replace(tzinfo=UTC)
        for ahead in range(-1, _days_until(since, until)):
            for opening, end in self._stretches(here + ahead * _DAY):
                start, counted = max(opening, counted), max(end, counted)
                if until is not None and start >= until:
                    return
                if start < end and since < end:
                    yield start, end

    def intervals(self, day: date) -> Iterable[Interval]:
        """What the rota says for this date."""
        if day in self._special:
            return self._special[day]
        if day in self.closed or (self.country and day in _public_holidays(self.country, day.year)):
            return ()
        return [ALL_DAY] if self.weekly is None else [w.interval for w in self.weekly if w.weekday == day.weekday()]

    def _stretches(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The open stretches that begin on this date, worked out once: a flood asks about the same few days."""
        if day not in self._known:
            zone = _zone(self.zone)
            found = []
            for interval in self.intervals(day):
                closing_day = day + _DAY if interval.closes <= interval.opens else day
                found.append((_instant(day, interval.opens, zone), _instant(closing_day, interval.closes, zone)))
            self._known[day] = tuple(sorted(found))
        return self._known[day]

    @cached_property
    def _known(self) -> dict[date, tuple[tuple[datetime, datetime], ...]]:
        return {}

    @cached_property
    def _special(self) -> dict[date, tuple[Interval, ...]]:
        return {special.day: special.intervals for special in self.special}

    def _closed_forever(self, at: datetime) -> ClosedForever:
        return ClosedForever(
            f"These opening hours do not open within {HORIZON_DAYS} days of {at:%Y-%m-%d}: "
            "give at least one day of the week an interval, or choose around the clock."
        )


def _days_until(since: datetime, until: datetime | None) -> int:
    return HORIZON_DAYS if until is None else (until - since).days + 3


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The first instant at which a clock on the wall shows this time, or has just jumped over it."""
    shown = datetime.combine(day, wall)
    while True:
        instant = shown.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == shown:
            break
        shown += _MINUTE  # in the hour that a spring night leaves out: walk to its far end
    return instant


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError(f"There is no time zone {name!r}; names look like Europe/Amsterdam.") from unknown


@lru_cache(maxsize=256)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - five megabytes that a process without deadlines does without

    code, _, region = country.partition("-")
    try:
        return frozenset(holidays.country_holidays(code, subdiv=region or None, years=year))
    except NotImplementedError as unknown:
        raise ValueError(f"No public holidays are known for {country!r}; codes look like NL or DE-BY.") from unknown


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone, so nobody can say whether the team was there.")
    return at.astimezone(UTC)


ALWAYS_OPEN = OpeningHours()

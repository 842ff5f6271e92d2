"""Deadlines: from the customer's post, in opening hours, green to amber to red."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.clocks.deadline import Level, deadline, level, soon_from
from webcare.clocks.hours import ALWAYS_OPEN, Interval, OpeningHours, Weekly
from webcare.clocks.promise import Promise

POSTED = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)  # a Friday
HOUR = Promise("An hour", None, None, None, "first", 60, ALWAYS_OPEN)
OFFICE = OpeningHours("UTC", tuple(Weekly(day, Interval(time(9), time(17))) for day in range(5)))
OFFICE_HOUR = Promise("An office hour", None, None, None, "first", 60, OFFICE)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_an_hour_is_an_hour_from_the_post() -> None:
    assert deadline(HOUR, POSTED) == POSTED + minutes(60)


def test_the_clock_stands_still_while_the_team_is_away() -> None:
    late_friday = POSTED.replace(hour=16, minute=30)
    assert deadline(OFFICE_HOUR, late_friday) == datetime(2026, 6, 8, 9, 30, tzinfo=UTC)
    assert soon_from(OFFICE_HOUR, late_friday) == datetime(2026, 6, 8, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "expected"),
    [(0, Level.FINE), (44, Level.FINE), (45, Level.SOON), (60, Level.SOON), (60.1, Level.LATE), (600, Level.LATE)],
)
def test_the_colour_follows_the_promise(after: float, expected: Level) -> None:
    assert level(soon_from(HOUR, POSTED), deadline(HOUR, POSTED), POSTED + minutes(after)) is expected


@given(st.integers(1, 10_000), st.integers(0, 1_000_000).map(lambda later: POSTED + minutes(later)))
def test_soon_never_comes_after_the_deadline(promised: int, posted: datetime) -> None:
    for hours in (ALWAYS_OPEN, OFFICE):
        promise = Promise("Any", None, None, None, "first", promised, hours)
        assert posted <= soon_from(promise, posted) <= deadline(promise, posted)

"""A line over time: true to its points, broken where nothing was measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webcare.pages.chart import MOST_POINTS, line

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _minutes(*values: float) -> list[tuple[datetime, float]]:
    return [(NOON + timedelta(minutes=place), value) for place, value in enumerate(values)]


def test_the_promise_stands_where_the_scale_puts_it() -> None:
    drawn = line(_minutes(30, 30), NOON, NOON + timedelta(minutes=1), promised=60)
    assert drawn.promise == 13.04  # 1 - 60 / (60 * 1.15)
    assert drawn.paths == ("M0.0 84.8 1000.0 84.8",)
    assert drawn.last == (100.0, 56.52)


def test_what_is_longer_than_the_promise_pushes_the_promise_down() -> None:
    drawn = line(_minutes(120), NOON, NOON + HOUR, promised=60)
    assert drawn.promise is not None and drawn.promise > 50
    assert drawn.last is not None and drawn.last[1] < drawn.promise


def test_a_gap_in_the_measurements_is_a_gap_in_the_line() -> None:
    points = [*_minutes(5, 5), (NOON + timedelta(minutes=30), 7.0)]
    drawn = line(points, NOON, NOON + HOUR)
    assert len(drawn.paths) == 2
    assert drawn.paths[1].endswith("h1")  # a point alone is still seen


def test_many_points_are_thinned_and_the_newest_stays() -> None:
    points = _minutes(*range(1000))
    drawn = line(points, NOON, points[-1][0])
    assert drawn.paths[0].count(" ") <= 2 * MOST_POINTS
    assert drawn.last is not None and drawn.last[0] == 100.0


def test_nothing_measured_draws_nothing() -> None:
    assert line([], NOON, NOON + HOUR).is_empty
    assert line(_minutes(0, 0), NOON, NOON + HOUR).last == (1.67, 100.0)

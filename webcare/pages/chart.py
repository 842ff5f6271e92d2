"""One line over time, and the promise as another, as shapes that a template draws. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

WIDTH, HEIGHT = 1000, 150
HEADROOM = 1.15
GAP = timedelta(minutes=5)
MOST_POINTS = 240


@dataclass(frozen=True, slots=True)
class Line:
    """`paths` are SVG path data in a box of `WIDTH` by `HEIGHT`; the other places are per cent of it, for text and dots.

    Nothing is drawn where nothing was measured: a path ends there, and the next begins after it.
    """

    paths: tuple[str, ...] = ()
    promise: float | None = None
    last: tuple[float, float] | None = None
    least: float | None = None  # in the unit of the values
    most: float | None = None

    @property
    def is_empty(self) -> bool:
        return self.last is None


def line(
    points: Sequence[tuple[datetime, float]],
    since: datetime,
    until: datetime,
    promised: float | None = None,
    most: int = MOST_POINTS,
) -> Line:
    """The line of `points` (oldest first) between two moments, thinned to about `most` of them.

    The highest of all, promise included, sets the scale.
    """
    inside = [(at, value) for at, value in points if since <= at <= until]
    top = max([value for _, value in inside] + [promised or 0.0], default=0.0) * HEADROOM or 1.0
    promise = _percent(1 - promised / top) if promised else None
    if not inside:
        return Line(promise=promise)
    span = (until - since) / timedelta(seconds=1) or 1.0
    places = [(at, (at - since).total_seconds() / span, 1 - value / top) for at, value in _thinned(inside, most)]
    _, x, y = places[-1]
    values = [value for _, value in inside]
    gap = GAP * -(-len(inside) // most)
    return Line(_paths(places, gap), promise, (_percent(x), _percent(y)), min(values), max(values))


def _thinned(points: Sequence[tuple[datetime, float]], most: int) -> list[tuple[datetime, float]]:
    """Every nth point, counted from the newest, so that the end of the line is always true."""
    step = -(-len(points) // most)
    return list(points[::-1][::step])[::-1]


def _paths(places: Sequence[tuple[datetime, float, float]], gap: timedelta) -> tuple[str, ...]:
    runs: list[list[str]] = [[_place(places[0])]]
    for before, after in pairwise(places):
        if after[0] - before[0] > gap:
            runs.append([])
        runs[-1].append(_place(after))
    return tuple(f"M{run[0]}h1" if len(run) == 1 else "M" + " ".join(run) for run in runs)


def _place(place: tuple[datetime, float, float]) -> str:
    return f"{place[1] * WIDTH:.1f} {place[2] * HEIGHT:.1f}"


def _percent(share: float) -> float:
    return round(share * 100, 2)

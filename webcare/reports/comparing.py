"""The report held against the recount, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from webcare.clocks.clock import Clock
from webcare.clocks.counting import answered, waiting
from webcare.clocks.figures import Spread, figures
from webcare.clocks.promise import Kind
from webcare.lib.now import now
from webcare.reports.recount import recount
from webcare.reports.solved import Solved


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, twice; durations in seconds, to the millisecond."""

    what: str
    reported: float | int | None
    recounted: float | int | None


def compared() -> Iterator[Figure]:
    """All figures of the clocks beside those of the raw events."""
    counted = recount()
    pairs: tuple[tuple[Kind, list[float], list[float]], ...] = (
        ("first", counted.first, counted.first_late),
        ("follow_up", counted.follow_up, counted.follow_up_late),
    )
    waits = 0
    for kind, seconds, late in pairs:
        rows = Clock.objects.filter(promise_kind=kind)
        measured = figures(answered(rows), waiting(rows.running()), now())
        waits += measured.waiting
        name = kind.replace("_", "-")
        yield from _beside(f"{name} answers", measured, seconds)
        yield from _beside(f"{name} answers to what came late", measured.late_delivered, late)
    yield Figure("exchanges that wait", waits, counted.waiting)
    yield from _solutions(counted.solved)


def _solutions(counted: Solved) -> Iterator[Figure]:
    rows = Clock.objects.filter(promise_kind="resolution")
    measured = figures(answered(rows), waiting(rows.running()), now())
    if measured.count or measured.waiting or counted.seconds or counted.unsolved:
        yield from _beside("solutions", measured, counted.seconds)
        yield Figure("cases to be solved", measured.waiting, counted.unsolved)


def _beside(what: str, measured: Spread, seconds: Sequence[float]) -> Iterator[Figure]:
    yield Figure(what, measured.count, len(seconds))
    yield Figure(f"{what}, mean", _seconds(measured.mean), round(sum(seconds) / len(seconds), 3) if seconds else None)
    yield Figure(f"{what}, median", _seconds(measured.median), _percentile(seconds, 50))
    yield Figure(f"{what}, 90th percentile", _seconds(measured.p90), _percentile(seconds, 90))


def _percentile(sorted_seconds: Sequence[float], percent: int) -> float | None:
    """Nearest rank, counted out by itself on purpose: it checks the other one."""
    if not sorted_seconds:
        return None
    return round(sorted_seconds[max(ceil(len(sorted_seconds) * percent / 100), 1) - 1], 3)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)

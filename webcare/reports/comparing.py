"""The report held against the recount, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from webcare.clocks.clock import Clock
from webcare.clocks.figures import Answered, Waiting, figures
from webcare.clocks.promise import Kind
from webcare.lib.now import now
from webcare.reports.recount import recount


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, twice; durations in seconds, to the millisecond."""

    what: str
    reported: float | int | None
    recounted: float | int | None


def compared() -> Iterator[Figure]:
    """All figures of the clocks beside those of the raw events."""
    counted = recount()
    kinds: tuple[tuple[Kind, list[float]], ...] = (("first", counted.first), ("follow_up", counted.follow_up))
    waiting = 0
    for kind, seconds in kinds:
        measured = figures(_answered(kind), _waiting(kind), now())
        waiting += measured.waiting
        name = kind.replace("_", "-")
        yield Figure(f"{name} answers", measured.count + measured.late_delivered.count, len(seconds))
        if not measured.late_delivered.count:
            yield Figure(f"{name} answers, median", _seconds(measured.median), _percentile(seconds, 50))
            yield Figure(f"{name} answers, 90th percentile", _seconds(measured.p90), _percentile(seconds, 90))
    yield Figure("exchanges that wait", waiting, counted.waiting)


def _answered(kind: Kind) -> list[Answered]:
    rows = Clock.objects.filter(promise_kind=kind, stopped_at__isnull=False).values_list(
        "started_at", "stopped_at", "network", "language", "late_delivered"
    )
    return [
        Answered(started, stopped or started, network, language or None, kind, late_delivered=late)
        for started, stopped, network, language, late in rows
    ]


def _waiting(kind: Kind) -> list[Waiting]:
    rows = Clock.objects.running().filter(promise_kind=kind).values_list("started_at", "network", "language")
    return [Waiting(started, network, language or None, kind) for started, network, language in rows]


def _percentile(sorted_seconds: Sequence[float], percent: int) -> float | None:
    """Nearest rank, counted out by itself on purpose: it checks the other one."""
    if not sorted_seconds:
        return None
    return round(sorted_seconds[max(ceil(len(sorted_seconds) * percent / 100), 1) - 1], 3)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)

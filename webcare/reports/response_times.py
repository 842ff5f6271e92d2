"""How fast we answered and solved: the figures of a period, from the clocks, with the rows behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from webcare.clocks.clock import Clock
from webcare.clocks.figures import Answered, Figures, Waiting, by_language, by_network, figures
from webcare.clocks.promise import Kind
from webcare.team.person import Person


@dataclass(frozen=True, slots=True)
class Period:
    """Answers given in `[since, until)`; what waits is what waits at `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of promise: all of it, and its parts. Definitions: docs/metrics.md."""

    kind: Kind
    overall: Figures
    networks: dict[str, Figures]
    languages: dict[str, Figures]


def report(person: Person, period: Period, kind: Kind) -> Report:
    """The figures of the brands that this person sees."""
    answered = [_answered(clock, kind) for clock in stopped(person, period, kind)]
    waiting = [_waiting(clock, kind) for clock in running(person, period.until, kind)]
    at = period.until
    return Report(
        kind, figures(answered, waiting, at), by_network(answered, waiting, at), by_language(answered, waiting, at)
    )


def stopped(person: Person, period: Period, kind: Kind) -> QuerySet[Clock]:
    """The rows behind the answers."""
    return _visible(person, kind).filter(stopped_at__gte=period.since, stopped_at__lt=period.until)


def running(person: Person, at: datetime, kind: Kind) -> QuerySet[Clock]:
    """The rows behind what waited at a moment."""
    open_then = Q(stopped_at=None) | Q(stopped_at__gt=at)
    return _visible(person, kind).filter(open_then, started_at__lte=at, cancelled_at=None)


def _visible(person: Person, kind: Kind) -> QuerySet[Clock]:
    return Clock.objects.filter(promise_kind=kind, brand__in=person.brands())


def _answered(clock: Clock, kind: Kind) -> Answered:
    return Answered(
        clock.started_at,
        clock.stopped_at or clock.started_at,
        clock.network,
        clock.language or None,
        kind,
        late_delivered=clock.late_delivered,
        due_at=clock.due_at,
    )


def _waiting(clock: Clock, kind: Kind) -> Waiting:
    return Waiting(
        clock.started_at,
        clock.network,
        clock.language or None,
        kind,
        late_delivered=clock.late_delivered,
        due_at=clock.due_at,
    )

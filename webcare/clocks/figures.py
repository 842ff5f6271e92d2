"""The one place where response times become figures, for reports, pages and the public board alike.

docs/metrics.md tells everybody what each of them means.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webcare.clocks.hours import ALWAYS_OPEN, OpeningHours
from webcare.clocks.promise import Kind


@dataclass(frozen=True)
class Answered:
    """A clock that stopped: from the customer's post to the moment when the network accepted our answer."""

    started_at: datetime
    answered_at: datetime
    network: str
    language: str | None
    kind: Kind
    automatic: bool = False
    late_delivered: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """A clock that still runs."""

    started_at: datetime
    network: str
    language: str | None
    kind: Kind
    late_delivered: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True)
class Spread:
    """How long it took: durations are None where there was nothing to measure."""

    count: int
    mean: timedelta | None
    median: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True)
class Figures(Spread):
    """The answers of people to messages that reached us in time, and beside them what is kept apart.

    `within_promise` is a share from 0 to 1 of the answers that had a promise; `waiting` counts every running clock,
    `overdue` those whose promise is already broken; `automatic` counts the replies left out.
    """

    within_promise: float | None
    waiting: int
    overdue: int
    longest_waiting: timedelta | None
    automatic: int
    late_delivered: Spread


def figures(
    answered: Iterable[Answered], waiting: Iterable[Waiting], now: datetime, hours: OpeningHours | None = None
) -> Figures:
    """The figures of one kind of clock; with `hours`, durations count open time only, else every minute.

    Percentiles are nearest-rank: the smallest duration that at least that share of all durations do not exceed. So
    the median of 1, 2, 3, 4 is 2, the 90th percentile of ten durations is the ninth, and every figure is a duration
    that some customer really waited. Raises `ValueError` where kinds are mixed: such a figure would mean nothing.
    """
    answered, waiting = list(answered), list(waiting)
    if len({clock.kind for clock in answered} | {clock.kind for clock in waiting}) > 1:
        raise ValueError("First, follow-up and resolution times are figures of their own: ask for one kind at a time.")
    took = (hours or ALWAYS_OPEN).elapsed
    by_people = [clock for clock in answered if not clock.automatic]
    in_time = [clock for clock in by_people if not clock.late_delivered]
    main = _spread([took(clock.started_at, clock.answered_at) for clock in in_time])
    return Figures(
        count=main.count,
        mean=main.mean,
        median=main.median,
        p90=main.p90,
        within_promise=_within_promise(in_time),
        waiting=len(waiting),
        overdue=sum(clock.due_at is not None and now > clock.due_at for clock in waiting),
        longest_waiting=max((took(clock.started_at, now) for clock in waiting), default=None),
        automatic=len(answered) - len(by_people),
        late_delivered=_spread(
            [took(clock.started_at, clock.answered_at) for clock in by_people if clock.late_delivered]
        ),
    )


def by_network(
    answered: Iterable[Answered], waiting: Iterable[Waiting], now: datetime, hours: OpeningHours | None = None
) -> dict[str, Figures]:
    """The figures of every network that has an answer or a waiting message, in alphabetical order."""
    return _by(lambda clock: clock.network, list(answered), list(waiting), now, hours)


def by_language(
    answered: Iterable[Answered], waiting: Iterable[Waiting], now: datetime, hours: OpeningHours | None = None
) -> dict[str, Figures]:
    """The figures of every language likewise; `""` stands for messages whose language nobody could tell."""
    return _by(lambda clock: clock.language or "", list(answered), list(waiting), now, hours)


def _by(
    part: Callable[[Answered | Waiting], str],
    answered: list[Answered],
    waiting: list[Waiting],
    now: datetime,
    hours: OpeningHours | None,
) -> dict[str, Figures]:
    return {
        name: figures([a for a in answered if part(a) == name], [w for w in waiting if part(w) == name], now, hours)
        for name in sorted({part(clock) for clock in answered} | {part(clock) for clock in waiting})
    }


def _within_promise(answered: list[Answered]) -> float | None:
    promised = [clock.answered_at <= clock.due_at for clock in answered if clock.due_at is not None]
    return sum(promised) / len(promised) if promised else None


def _spread(durations: Sequence[timedelta]) -> Spread:
    if not durations:
        return Spread(0, None, None, None)
    ranked = sorted(durations)
    mean = sum(ranked, timedelta(0)) / len(ranked)
    return Spread(len(ranked), mean, _percentile(ranked, 50), _percentile(ranked, 90))


def _percentile(ranked: Sequence[timedelta], percent: int) -> timedelta:
    rank = -(-percent * len(ranked) // 100)  # rounded up in whole numbers: a float may land a hair above the rank
    return ranked[rank - 1]

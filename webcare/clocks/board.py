"""The public waiting time: what the last hour was like, what waits now, per network and language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median_low
from typing import Any, Self

from webcare.clocks.clock import BoardSnapshot, Clock
from webcare.clocks.counting import answered, waiting
from webcare.clocks.figures import Answered, Figures, Waiting, by_language, by_network, figures
from webcare.clocks.promise import Facts, Promise, choose
from webcare.clocks.promising import promises
from webcare.lib.now import now
from webcare.team.organisation import organisation

LAST = timedelta(hours=1)
STALE = timedelta(minutes=3)
LINE = timedelta(hours=14)
READ = (
    "promise_kind", "network", "language", "late_delivered", "started_at", "stopped_at", "cancelled_at", "due_at",
)  # fmt: skip
MINUTE = timedelta(minutes=1)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cell:
    """One network or language (or all): seconds are None where there was nothing to measure."""

    name: str
    answered: int
    median: float | None
    p90: float | None
    waiting: int
    longest: float | None
    expected: float | None  # what somebody who writes now most likely waits
    late: bool  # the promise is being broken

    @classmethod
    def of(cls, name: str, measured: Figures, ages: list[timedelta], promised: timedelta | None) -> Self:
        """A cell from the shared figures; `ages` is how long each waiting message has waited."""
        age = median_low(ages) if ages else None
        expected = max((span for span in (measured.median, age) if span is not None), default=None)
        return cls(
            name=name,
            answered=measured.count,
            median=_seconds(measured.median),
            p90=_seconds(measured.p90),
            waiting=measured.waiting,
            longest=_seconds(measured.longest_waiting),
            expected=_seconds(expected),
            late=bool(promised and expected and expected > promised),
        )


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the page, the JSON and the badge show."""

    company: str
    at: datetime
    promised: float | None
    overall: Cell
    networks: tuple[Cell, ...]
    languages: tuple[Cell, ...]
    solved_within_day: float | None

    def is_stale(self, at: datetime) -> bool:
        """Nobody has measured for a while, or a clock that ran ahead did: nobody should believe it."""
        return abs(at - self.at) > STALE

    def cell(self, *, network: str = "", language: str = "") -> Cell | None:
        """The cell of a network or a language, all of it without either; None where nothing was measured."""
        if not network and not language:
            return self.overall
        cells = self.networks if network else self.languages
        return next((cell for cell in cells if cell.name == (network or language)), None)


def measure(at: datetime) -> Board:
    """The board as the clocks have it at `at`, which is now or a moment ago."""
    first = Clock.objects.public().filter(promise_kind="first").only(*READ)
    answers = answered(first.stopped(at - LAST, at))
    return _board(at, answers, waiting(first.running().filter(started_at__lte=at)), promises())


def _board(at: datetime, answers: list[Answered], waits: list[Waiting], agreed: list[Promise]) -> Board:
    general = _promised(agreed)
    return Board(
        company=organisation().name,
        at=at,
        promised=_seconds(general),
        overall=Cell.of("", figures(answers, waits, at), _ages(waits, at), general),
        networks=tuple(
            Cell.of(
                name,
                measured,
                _ages((clock for clock in waits if clock.network == name), at),
                _promised(agreed, network=name),
            )
            for name, measured in by_network(answers, waits, at).items()
        ),
        languages=tuple(
            Cell.of(
                name,
                measured,
                _ages((clock for clock in waits if clock.language == name), at),
                _promised(agreed, language=name),
            )
            for name, measured in by_language(answers, waits, at).items()
            if name
        ),
        solved_within_day=_solved_within_day(at),
    )


def take_snapshot() -> int:
    """Measure now and keep it: one row a minute, brought up to date until the minute is over.

    What was measured later than now was measured by a clock that has been put right since: those minutes come again.
    """
    at = now()
    BoardSnapshot.objects.update_or_create(
        at=at.replace(second=0, microsecond=0), defaults={"figures": _written(measure(at))}
    )
    BoardSnapshot.objects.exclude(at__range=(at - 2 * LINE, at + MINUTE)).delete()
    return 1


def recall(since: datetime, until: datetime, step: timedelta) -> int:
    """Measure moments of the past from the clocks that ran then, for a history that was taken over; returns how many.

    Each row says what the board would have said; moments that were measured keep what it really said.
    """
    ran = Clock.objects.public().filter(promise_kind="first", started_at__lt=until)
    clocks = list(ran.exclude(stopped_at__lt=since - LAST).exclude(cancelled_at__lt=since).only(*READ))
    agreed = promises()
    moments = [since + step * place for place in range((until - since) // step)]
    rows = [BoardSnapshot(at=at, figures=_written(_recalled(at, clocks, agreed))) for at in moments]
    return len(BoardSnapshot.objects.bulk_create(rows, ignore_conflicts=True))


def _recalled(at: datetime, clocks: list[Clock], agreed: list[Promise]) -> Board:
    answers = [clock for clock in clocks if clock.stopped_at and at - LAST <= clock.stopped_at < at]
    waits = [clock for clock in clocks if clock.started_at <= at and _ran(clock, at)]
    return _board(at, answered(answers), waiting(waits), agreed)


def _ran(clock: Clock, at: datetime) -> bool:
    ended = clock.stopped_at or clock.cancelled_at
    return ended is None or ended >= at


def latest() -> Board | None:
    """The newest measurement; None before the first. Of a clock that ran ahead it is stale, until a worker measures again."""
    row = BoardSnapshot.objects.order_by("-at").first()
    return _read(row.figures) if row else None


def line(at: datetime, length: timedelta = LINE) -> list[tuple[datetime, float]]:
    """The expected waiting time of the last hours, in seconds, for the chart; nothing where nothing was measured."""
    rows = (
        BoardSnapshot.objects.filter(at__gt=at - length, at__lte=at)
        .order_by("at")
        .values_list("at", "figures__overall__expected")
    )
    return [(moment, float(expected)) for moment, expected in rows if expected is not None]


def _promised(
    agreed: Iterable[Promise], *, network: str | None = None, language: str | None = None
) -> timedelta | None:
    promise = choose(agreed, Facts("first", network, language, "normal"))
    return timedelta(minutes=promise.minutes) if promise else None


def _solved_within_day(at: datetime) -> float | None:
    """Of the cases that were solved in the last week, the share that took no longer than a day."""
    solved = answered(Clock.objects.public().filter(promise_kind="resolution").stopped(at - WEEK, at).only(*READ))
    took = [case.answered_at - case.started_at for case in solved]
    return sum(span <= DAY for span in took) / len(took) if took else None


def _ages(waiting: Iterable[Waiting], at: datetime) -> list[timedelta]:
    return [at - clock.started_at for clock in waiting]


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _written(board: Board) -> dict[str, Any]:
    return {**asdict(board), "at": board.at.isoformat()}


def _read(stored: dict[str, Any]) -> Board:
    return Board(
        company=stored["company"],
        at=datetime.fromisoformat(stored["at"]),
        promised=stored["promised"],
        overall=Cell(**stored["overall"]),
        networks=tuple(Cell(**cell) for cell in stored["networks"]),
        languages=tuple(Cell(**cell) for cell in stored["languages"]),
        solved_within_day=stored["solved_within_day"],
    )

"""The board in the words of its reader: what the page, the badge and the bar show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Self

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from webcare.channels.registry import UnknownNetwork, adapter
from webcare.clocks import board
from webcare.clocks.board import LINE, Board, Cell
from webcare.lib.duration import in_words
from webcare.lib.now import now
from webcare.pages import chart
from webcare.pages.away import Away, aways
from webcare.team.organisation import organisation

SPARKLINE = timedelta(hours=3)
FEW = 24  # points: as many as one sees in so small a line
BIG_MINUTES = 120  # beyond it the big number is hours


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words; empty where nothing was measured."""

    name: str
    expected: str
    median: str
    p90: str
    waiting: int
    longest: str
    late: bool

    @classmethod
    def of(cls, name: str, cell: Cell) -> Self:
        return cls(
            name, span(cell.expected), span(cell.median), span(cell.p90), cell.waiting, span(cell.longest), cell.late
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """What the page draws; `cell` is None before the first measurement."""

    company: str
    measured_at: datetime | None
    stale: bool
    number: str
    unit: str
    cell: Shown | None
    promised: str
    networks: list[Shown]
    languages: list[Shown]
    solved: int | None  # of a hundred
    line: chart.Line
    since: datetime
    least: str
    most: str
    aways: list[Away]

    @classmethod
    def of(cls, latest: Board | None, at: datetime) -> Self:
        """The newest measurement as it is worth at `at`."""
        overall = latest.overall if latest else None
        promised = latest.promised if latest else None
        number, unit = big(overall.expected if overall else None)
        line = chart.line(board.line(at), at - LINE, at, promised)
        solved = latest.solved_within_day if latest else None
        return cls(
            company=organisation().name,
            measured_at=latest.at if latest else None,
            stale=latest is None or latest.is_stale(at),
            number=number,
            unit=unit,
            cell=Shown.of("", overall) if overall else None,
            promised=_minutes(promised),
            networks=[Shown.of(name_of_network(cell.name), cell) for cell in (latest.networks if latest else ())],
            languages=[Shown.of(name_of_language(cell.name), cell) for cell in (latest.languages if latest else ())],
            solved=None if solved is None else int(solved * 100),
            line=line,
            since=at - LINE,
            least=span(line.least),
            most=span(line.most),
            aways=aways(),
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """The one line in the bar of every page. `expected` is empty where nothing was measured lately."""

    expected: str
    minutes: int | None  # promised
    late: bool
    line: chart.Line
    is_public: bool

    @classmethod
    def now(cls) -> Self:
        """As the board has it."""
        at, latest = now(), board.latest()
        fresh = latest if latest and not latest.is_stale(at) else None
        return cls(
            expected=span(fresh.overall.expected) if fresh else "",
            minutes=round(fresh.promised / 60) if fresh and fresh.promised else None,
            late=bool(fresh and fresh.overall.late),
            line=chart.line(board.line(at, SPARKLINE), at - SPARKLINE, at, most=FEW),
            is_public=organisation().board_is_public,
        )


def span(seconds: float | None) -> str:
    """Seconds as "23 min", rounded up: a promise rounded down is broken when it is made."""
    return in_words(timedelta(minutes=max(1, ceil(seconds / 60)))) if seconds is not None else ""


def _minutes(seconds: float | None) -> str:
    minutes = round(seconds / 60) if seconds else 0
    if minutes > BIG_MINUTES:
        return span(seconds)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else ""


def big(seconds: float | None) -> tuple[str, str]:
    """The number that one reads across the room, and its unit."""
    if seconds is None:
        return "", ""
    minutes = max(1, ceil(seconds / 60))
    if minutes < BIG_MINUTES:
        return str(minutes), ngettext("minute", "minutes", minutes)
    return f"{minutes // 60}:{minutes % 60:02d}", _("hours")


def name_of_network(network: str) -> str:
    """As people say it, also when its adapter is gone."""
    try:
        return adapter(network).capabilities.name
    except UnknownNetwork:
        return network


def name_of_language(code: str) -> str:
    """As those who speak it write it."""
    if code == "zh":
        return "中文"  # Django knows only its two scripts by name
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code

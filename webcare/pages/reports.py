"""Reports: how fast we answered and solved in a period, and the rows behind every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, Self, get_args
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from webcare.clocks.clock import Clock
from webcare.clocks.figures import Figures, Spread
from webcare.clocks.promise import Kind
from webcare.lib.duration import in_words
from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.desk import Desk
from webcare.reports.response_times import Behind, Period, Place, behind, report
from webcare.reports.whose import shown_to
from webcare.team.person import Person, Role

STEP = 100
LONGEST = 400  # days
KINDS: Mapping[Kind, str | LazyText] = {
    "first": _("First answer"),
    "follow_up": _("Follow-up answer"),
    "resolution": _("Solution"),
}
SPANS: Mapping[str, str | LazyText] = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "week": _("7 days"),
    "month": _("28 days"),
}
UNTOLD = "uncertain"
By = Literal["network", "language"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, made sense of; dates are days of the reader, both included."""

    kind: Kind
    span: str  # one of SPANS, or "" where days are given
    first: date
    last: date
    network: str = ""
    language: str = ""
    who: int | None = None  # None: all together

    @classmethod
    def of(cls, params: Mapping[str, str], at: datetime) -> Self:
        """Nonsense means the last seven days of first answers."""
        today = timezone.localtime(at).date()
        span = params.get("span", "")
        given = _day(params.get("first")), _day(params.get("last"))
        if span not in SPANS and None in given:
            span = "week"
        first, last = _span(span, today) if span in SPANS else (given[0] or today, given[1] or today)
        last = max(first, min(last, today))
        return cls(
            kind=next((kind for kind in KINDS if kind == params.get("kind")), "first"),
            span=span if span in SPANS else "",
            first=max(first, last - timedelta(days=LONGEST)),
            last=last,
            network=params.get("network", "")[:32],
            language=params.get("language", "")[:12],
            who=number(params.get("who")),
        )

    def period(self, at: datetime) -> Period:
        """From midnight to midnight where the reader is, and no further than now."""
        return Period(_midnight(self.first), min(_midnight(self.last + timedelta(days=1)), at))

    @property
    def place(self) -> Place:
        language = "" if self.language == UNTOLD else self.language
        return Place(self.network, language if self.language else None, self.who)

    def query(self, **changed: object) -> str:
        """The address of the same report, or of one that differs in `changed`."""
        other = replace(self, **changed)  # type: ignore[arg-type]  # the names are our own fields
        days = {"span": other.span} if other.span else {"first": other.first, "last": other.last}
        said = {"kind": other.kind, **days, "network": other.network, "language": other.language, "who": other.who}
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is about, its figures, and the address of its rows."""

    name: str
    by: By | None
    count: int
    median: str
    p90: str
    mean: str
    kept: int | None  # of a hundred
    broken: bool
    waiting: int
    overdue: int
    longest: str
    late: Spread
    late_median: str
    query: str

    @classmethod
    def of(cls, name: str, figures: Figures, query: str, by: By | None = None) -> Self:
        kept = figures.within_promise
        return cls(
            name=name,
            by=by,
            count=figures.count,
            median=_words(figures.median),
            p90=_words(figures.p90),
            mean=_words(figures.mean),
            kept=None if kept is None else int(kept * 100),
            broken=kept is not None and kept < 1,
            waiting=figures.waiting,
            overdue=figures.overdue,
            longest=_words(figures.longest_waiting),
            late=figures.late_delivered,
            late_median=_words(figures.late_delivered.median),
            query=query,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A clock behind a figure."""

    clock: Clock
    took: str
    broken: bool


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """The figures as tables."""
    wanted, people = _wanted(request)
    told = report(request.user, wanted.period(request.desk.at), wanted.kind, wanted.place)
    networks = [Line.of(name, one, wanted.query(network=name), "network") for name, one in told.networks.items()]
    languages = [
        Line.of(name, one, wanted.query(language=name or UNTOLD), "language") for name, one in told.languages.items()
    ]
    context = {
        "wanted": wanted,
        "kinds": [(kind, label, _of_kind(wanted, kind)) for kind, label in KINDS.items()],
        "spans": [(span, label, wanted.query(span=span)) for span, label in SPANS.items()],
        "seen_query": wanted.query(language="", who=None),
        "overall": Line.of("", told.overall, wanted.query()),
        "tables": [(_("By network"), networks), (_("By language"), languages)] if wanted.kind != "resolution" else [],
        "automatic": told.automatic,
        "people": people,
    }
    return render(request, "reports/index.html", context)


@needs(Role.READER)
def rows(request: DeskRequest) -> HttpResponse:
    """What a figure counts, the longest first."""
    wanted, people = _wanted(request)
    figure = _figure(request.GET.get("figure", ""))
    page = min(max(number(request.GET.get("page")) or 1, 1), 10_000)
    found = behind(request.user, wanted.period(request.desk.at), wanted.kind, wanted.place, figure)
    around = ("conversation__handle", "case__customer")
    clocks = list(found.select_related(*around)[(page - 1) * STEP : page * STEP + 1])
    context = {
        "wanted": wanted,
        "figure": figure,
        "kind": KINDS[wanted.kind],
        "rows": [_row(request.desk, clock) for clock in clocks[:STEP]],
        "page": page,
        "more": len(clocks) > STEP,
        "query": wanted.query(),
        "whose": next((person for person in people if person.pk == wanted.who), None),
    }
    return render(request, "reports/rows.html", context)


def _wanted(request: DeskRequest) -> tuple[Wanted, list[Person]]:
    """What is asked for, and the people whose figures can be; those of anybody else do not exist."""
    wanted, people = Wanted.of(request.GET, request.desk.at), shown_to(request.user)
    if wanted.who is not None and wanted.who not in {person.pk for person in people}:
        raise Http404
    return wanted, people


def _of_kind(wanted: Wanted, kind: Kind) -> str:
    """A case gathers networks and languages, so its solution belongs to none of them."""
    return wanted.query(kind=kind, network="", language="") if kind == "resolution" else wanted.query(kind=kind)


def _row(desk: Desk, clock: Clock) -> Row:
    until = clock.stopped_at or desk.at
    return Row(clock, in_words(until - clock.started_at), clock.due_at is not None and until > clock.due_at)


def _figure(text: str) -> Behind:
    return next((figure for figure in get_args(Behind) if figure == text), "answered")


def _span(span: str, today: date) -> tuple[date, date]:
    ends = today - timedelta(days=1) if span == "yesterday" else today
    length = {"week": 6, "month": 27}.get(span, 0)
    return ends - timedelta(days=length), ends


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _words(span: timedelta | None) -> str:
    return "" if span is None else in_words(span)

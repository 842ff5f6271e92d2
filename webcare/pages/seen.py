"""What was seen of our public messages: a line per network and day, and the messages behind each figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webcare.channels.registry import adapter, networks
from webcare.conversations.insight import FIGURES
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.reports import KINDS, SPANS, STEP, Wanted
from webcare.pages.spreadsheet import CONTENT_TYPE, line, named
from webcare.reports.seen import Seen, behind, by_day, troubles
from webcare.team.person import Role

COLUMNS = (_("Seen"), _("Likes"), _("Answers"), _("Shared"), _("Clicks"))  # in the order of FIGURES
HEAD = ("day", "network", "messages", *FIGURES, "followers")


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A day on a network, and the address of its messages."""

    seen: Seen
    figures: tuple[int | None, ...]
    query: str

    @classmethod
    def of(cls, seen: Seen, wanted: Wanted) -> Self:
        day = replace(wanted, span="", first=seen.day, last=seen.day, network=seen.network)
        return cls(seen, _figures(seen), day.query())


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """Days, the newest first."""
    wanted = Wanted.of(request.GET, request.desk.at)
    period = wanted.period(request.desk.at)
    context = {
        "wanted": wanted,
        "kinds": [(label, wanted.query(kind=kind)) for kind, label in KINDS.items()],
        "spans": [(span, label, wanted.query(span=span)) for span, label in SPANS.items()],
        "columns": COLUMNS,
        "lines": [SeenLine.of(one, wanted) for one in _days(request, wanted)],
        "troubles": [(day.account, told(day.trouble)) for day in troubles(request.user, period)],
        "telling": [adapter(one).capabilities.name for one in networks() if adapter(one).capabilities.insights],
        "query": wanted.query(),
        "everywhere": wanted.query(network=""),
    }
    return render(request, "reports/seen.html", context)


@needs(Role.READER)
def rows(request: DeskRequest) -> HttpResponse:
    """The messages themselves, the newest first."""
    wanted = Wanted.of(request.GET, request.desk.at)
    page = min(max(number(request.GET.get("page")) or 1, 1), 10_000)
    found = behind(request.user, wanted.period(request.desk.at), wanted.network)
    messages = list(found.select_related("message__conversation__handle")[(page - 1) * STEP : page * STEP + 1])
    context = {
        "wanted": wanted,
        "columns": COLUMNS,
        "rows": messages[:STEP],
        "page": page,
        "more": len(messages) > STEP,
        "query": wanted.query(),
    }
    return render(request, "reports/seen_rows.html", context)


@needs(Role.READER)
def export(request: DeskRequest) -> HttpResponse:
    """The days as a table; what is not told stays empty."""
    wanted = Wanted.of(request.GET, request.desk.at)
    table = [line(HEAD)]
    for one in _days(request, wanted):
        cells = (one.day.isoformat(), one.network, one.messages, *_figures(one), one.followers)
        table.append(line("" if cell is None else cell for cell in cells))
    name = named(f"seen-{wanted.first:%Y-%m-%d}-{wanted.last:%Y-%m-%d}")
    return HttpResponse("".join(table), content_type=CONTENT_TYPE, headers={"Content-Disposition": name})


def _days(request: DeskRequest, wanted: Wanted) -> list[Seen]:
    return by_day(request.user, wanted.period(request.desk.at), timezone.get_current_timezone(), wanted.network)


def _figures(seen: Seen) -> tuple[int | None, ...]:
    return tuple(getattr(seen, name) for name in FIGURES)

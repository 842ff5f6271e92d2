"""The public board: how long one waits for an answer now, for everybody to read, and to hold against us."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from webcare.channels.outage import dark
from webcare.channels.registry import networks
from webcare.clocks import board
from webcare.clocks.board import Board, Cell
from webcare.lib.now import now
from webcare.pages.away import Away, aways
from webcare.pages.badge import Badge
from webcare.pages.boardwords import Picture, name_of_language, name_of_network, span
from webcare.team.organisation import answered_languages, organisation

KEPT_BY_CACHES = 10
View = Callable[[HttpRequest], HttpResponse]


def public(view: View) -> View:
    """For everybody, as long as the organisation wants it so; in the reader's language, or in the one of `?lang=`."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        company = organisation()
        if not company.board_is_public:
            raise Http404
        with _language(request.GET.get("lang", "")), timezone.override(company.zone):
            response = view(request)
        response.headers["Cache-Control"] = f"public, max-age={KEPT_BY_CACHES}"
        return response

    return shown


@public
def index(request: HttpRequest) -> HttpResponse:
    """The page, as large as a wall."""
    context = {"picture": Picture.of(board.latest(), now()), "languages": _other_languages(), "person": None}
    return render(request, "board/index.html", context)


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """How it is measured, for those who are promised something."""
    return render(request, "board/metrics.html", {"company": organisation().name, "person": None})


@public
def data(request: HttpRequest) -> HttpResponse:
    """The same figures for programs; spans are seconds, null where nothing was measured."""
    at, latest = now(), board.latest()
    response = JsonResponse(
        {
            "company": organisation().name,
            "measured_at": latest.at.isoformat() if latest else None,
            "stale": latest is None or latest.is_stale(at),
            "promised_seconds": latest.promised if latest else None,
            "overall": _cell(latest.overall) if latest else None,
            "networks": [_cell(cell) for cell in latest.networks] if latest else [],
            "languages": [_cell(cell) for cell in latest.languages] if latest else [],
            "unreachable": [_away(away) for away in aways()],
            "solved_within_a_day": latest.solved_within_day if latest else None,
            "line": [{"at": moment.isoformat(), "expected_seconds": value} for moment, value in board.line(at)],
        }
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@public
def badge(request: HttpRequest) -> HttpResponse:
    """A small picture for other people's pages; `?network=x` or `?language=nl` shows one of them."""
    network, language = request.GET.get("network", ""), request.GET.get("language", "")
    if network and language:
        return HttpResponseBadRequest(_("Ask for a network or a language, not for both."), content_type="text/plain")
    if (network and network not in networks()) or (language and language not in answered_languages()):
        raise Http404
    name = name_of_network(network) if network else name_of_language(language) if language else organisation().name
    drawn = _badge(name, board.latest(), network, language)
    response = SimpleTemplateResponse("board/badge.svg", {"badge": drawn}, content_type="image/svg+xml").render()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _badge(name: str, latest: Board | None, network: str, language: str) -> Badge:
    label = _("%(name)s answers in") % {"name": name}
    if network and dark(network):
        return Badge.of(label, _("not reachable"), "late")
    if latest is None or latest.is_stale(now()):
        return Badge.of(label, _("not measured"), "unknown")
    cell = latest.cell(network=network, language=language)
    if cell is None or cell.expected is None:
        return Badge.of(label, _("nobody waits"), "unknown")
    return Badge.of(label, span(cell.expected), "late" if cell.late else "fine")


def _other_languages() -> list[tuple[str, str]]:
    return [(code, name_of_language(code)) for code, _name in settings.LANGUAGES if code != get_language()]


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "name": cell.name,
        "expected_seconds": cell.expected,
        "median_seconds": cell.median,
        "p90_seconds": cell.p90,
        "answered_last_hour": cell.answered,
        "waiting": cell.waiting,
        "longest_waiting_seconds": cell.longest,
        "late": cell.late,
    }


def _away(away: Away) -> dict[str, object]:
    refuge = away.refuge
    there = {"network": refuge.network, "called": refuge.called, "link": refuge.link or None} if refuge else None
    return {"name": away.network, "since": away.since.isoformat(), "for_good": away.is_closed, "write_to": there}


def _language(wanted: str) -> AbstractContextManager[object]:
    known = wanted in dict(settings.LANGUAGES) and wanted != get_language()
    return translation.override(wanted) if known else nullcontext()

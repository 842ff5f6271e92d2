"""The promise as it is told elsewhere: texts for the website, the phone, a counter and a cabin, usable only while it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webcare.clocks.announcing import Announcement, Waiting, announcements, speaks
from webcare.clocks.board import latest
from webcare.clocks.introducing import Habits, waiting_by
from webcare.pages.board import public
from webcare.pages.boardwords import name_of_language, span
from webcare.team.organisation import answered_languages, organisation

PLACES: Mapping[str, str | Promise] = {
    "website": _("On the website"),
    "phone": _("In the phone menu"),
    "counter": _("At the counter"),
    "cabin": _("On board"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and where it is for."""

    place: str | Promise
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What may be said in one language, and what one waits who speaks it."""

    waiting: Waiting
    texts: list[Announcement]


@dataclass(frozen=True, slots=True)
class Version:
    """All texts of one language; `expected` says why they may not be used."""

    code: str
    language: str
    usable: bool
    expected: str
    texts: list[Text]


@public
def index(request: HttpRequest) -> HttpResponse:
    """For people, who read it aloud, print it or put it on a page."""
    told = _told()
    versions = [_version(code, one) for code, one in told.items() if one.texts]
    silent = [name_of_language(code) for code in answered_languages() if not speaks(code)]
    context = {"versions": versions, "silent": silent, "company": organisation().name, "person": None}
    return render(request, "board/announcements.html", context)


@public
def data(request: HttpRequest) -> HttpResponse:
    """For the programs that show them; each asks whether a text is usable before it shows it."""
    rows = [
        {"language": one.language, "place": one.place, "text": one.text, "usable": one.usable}
        for told in _told().values()
        for one in told.texts
    ]
    response = JsonResponse({"company": organisation().name, "announcements": rows})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _told() -> dict[str, Told]:
    """By language; whatever is counted is counted once for all of them."""
    measured, habits = latest(), Habits.lately()
    found = {code: waiting_by(measured, language=code) for code in sorted(filter(speaks, answered_languages()))}
    return {code: Told(one, announcements(one, code, habits.where_to_write(code))) for code, one in found.items()}


def _version(code: str, told: Told) -> Version:
    return Version(
        code=code,
        language=name_of_language(code),
        usable=all(one.usable for one in told.texts),
        expected=span(told.waiting.expected),
        texts=[Text(PLACES[one.place], one.text) for one in told.texts],
    )

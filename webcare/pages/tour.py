"""The strip over the pages of the demo: five steps that tick themselves, who is at work, and the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from webcare.clocks import board
from webcare.demo import busy, cast
from webcare.demo.tour import AtWork, Progress, colleagues_at_work, progress_of
from webcare.demo.visits import said_by_hand
from webcare.lib.duration import in_words
from webcare.lib.now import real_now
from webcare.pages.boardwords import Shown
from webcare.team.person import Person

MINUTES_FROM = 120  # seconds; a shorter wait is told in seconds
FIRST_FLIGHT = 1187
EVER = datetime(2000, 1, 1, tzinfo=UTC)
BEGAN, OVER = "tour_began", "tour_over"  # in the session


@dataclass(frozen=True, slots=True)
class Tour:
    """What the strip shows."""

    progress: Progress
    at_work: list[AtWork]
    busy_until: datetime | None
    board: Shown | None

    @classmethod
    def of(cls, request: HttpRequest, person: Person) -> Self:
        """As it is now, for the visitor who is this person."""
        latest = board.latest()
        return cls(
            progress=progress_of(person, said_by_hand(_began(request))),
            at_work=colleagues_at_work(person),
            busy_until=busy.busy_until(),
            board=Shown.of("", latest.overall) if latest else None,
        )

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Each step in two words, with its number."""
        words = (_("Write as a customer"), _("Press Next"), _("Answer"), _("See it stand"), _("Clock and board"))
        return [(word, number) for number, word in enumerate(words, 1)]

    @property
    def waited(self) -> str:
        """From the customer's post to the answer on the network, in words."""
        waited = self.progress.waited
        if waited is None:
            return ""
        seconds = round(waited.total_seconds())
        return _("%(seconds)s s") % {"seconds": seconds} if seconds < MINUTES_FROM else in_words(waited)

    @property
    def now(self) -> int:
        """The number of the step that is to be done; one more than there are when all are."""
        return self.progress.done + 1


def around(request: HttpRequest) -> Tour | None:
    """For every page: the strip, unless it was put away."""
    person = request.user
    if not isinstance(person, Person) or request.session.get(OVER):
        return None
    return Tour.of(request, person)


def beside(request: HttpRequest) -> str:
    """What the customer's pane begins with: the visitor's own post; before there is one, the words for it in the box.

    The network refuses the same words twice, so each story that is begun is about another flight.
    """
    person = visitor(request)
    asked = progress_of(person, said_by_hand(_began(request))).asked
    if asked and asked.permalink:
        return f"{settings.SANDBOX_URL}{urlsplit(asked.permalink).path}"
    text = _(
        "@%(handle)s my flight LL%(flight)s to Lisbon leaves in two hours and the queue at bag drop does not move. "
        "Will I make it?"
    )
    flight = FIRST_FLIGHT + len(said_by_hand(EVER))
    words = {"as": cast.VISITOR.persona, "text": text % {"handle": cast.LOWLAND_AIR.handle, "flight": flight}}
    return f"{settings.SANDBOX_URL}/compose?{urlencode(words)}"


def show(request: HttpRequest) -> HttpResponse:
    """The strip again, as it is now."""
    person = visitor(request)
    return render(request, "demo/tour.html", {"tour": Tour.of(request, person)})


def create(request: HttpRequest) -> HttpResponse:
    """Begin again from the first step."""
    visitor(request)
    request.session.pop(OVER, None)
    request.session[BEGAN] = real_now().isoformat()
    return redirect("desk")


def destroy(request: HttpRequest) -> HttpResponse:
    """Put the strip away, for as long as one stays signed in."""
    visitor(request)
    request.session[OVER] = True
    return HttpResponse("")


def visitor(request: HttpRequest) -> Person:
    """Who looks around in the demo; elsewhere there is nothing here."""
    if not settings.DEMO or not isinstance(request.user, Person):
        raise Http404
    return request.user


def _began(request: HttpRequest) -> datetime:
    """When this visitor came in."""
    if BEGAN not in request.session:
        request.session[BEGAN] = real_now().isoformat()
    return datetime.fromisoformat(request.session[BEGAN])

"""What stands around every page: who I am, which rooms there are, where the live stream is, what time it is here."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from webcare.lib.now import now, real_now
from webcare.pages import tour
from webcare.pages.boardwords import Promise
from webcare.team.organisation import organisation
from webcare.team.person import Person, Role


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the rail. `keys`: what to press to go there."""

    label: LazyText | str
    icon: str
    route: str
    keys: str
    role: Role = Role.READER

    @property
    def path(self) -> str:
        return reverse(self.route)


ROOMS: tuple[Room, ...] = (
    Room(_("Desk"), "message-square", "desk", "g d"),
    Room(_("Cases"), "folder", "cases", "g c"),
    Room(_("Reports"), "chart-column", "reports", "g r"),
    Room(_("Settings"), "settings", "settings", "g e", Role.LEAD),
)
"""Whoever builds a room adds a line here: the rail, the palette and the list of keys follow."""


def shell(request: HttpRequest) -> dict[str, object]:
    """The context of every template."""
    common: dict[str, object] = {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "demo": settings.DEMO,
        "sandbox_url": settings.SANDBOX_URL,
    }
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_authenticated:
        return common
    return common | {
        "person": person,
        "seal": partial(_seal, person),
        "rooms": [room for room in ROOMS if person.may(room.role)],
        "may_answer": person.may(Role.AGENT),
        "may_lead": person.may(Role.LEAD),
        "may_administer": person.may(Role.ADMINISTRATOR),
        "organisation_name": organisation().name,
        "live_url": _live_url(request),
        "business_time": now(),
        "now_at": now(),
        "real_time": real_now(),
        "promise_now": Promise.now,  # called only where a template shows it
        **(_demo(request) if settings.DEMO else {}),
    }


def _seal(person: Person) -> str:
    """What a browser seals this person's drafts with: the same at every visit, and in nobody else's pages."""
    return b64encode(salted_hmac("webcare.drafts", str(person.pk), algorithm="sha256").digest()).decode()


def _demo(request: HttpRequest) -> dict[str, object]:
    """What the strip over the pages of the demo is made of; called only where a template shows it."""
    return {"tour_now": partial(tour.around, request), "customer_url": partial(tour.beside, request)}


def _live_url(request: HttpRequest) -> str:
    """The stream is a process of its own: behind the same proxy, or on a port beside ours."""
    if not settings.LIVE_PORT:
        return "/live/"
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}/live/"

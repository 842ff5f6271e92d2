"""Nobody asks for more than people can: pages are generous, what costs much or goes out to customers is less so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from webcare.lib.pace import Pacer
from webcare.pages.base import refused
from webcare.team.doorbook import neighbours_of
from webcare.team.person import Person


@dataclass(frozen=True, slots=True)
class Costly:
    """What may be asked for so often in a minute, by these verbs."""

    most: int
    verbs: tuple[str, ...] = ("GET", "POST")


COSTLY = {
    "search": Costly(300),  # a letter at a time
    "reports": Costly(120),
    "report_rows": Costly(120),
    "settings_audit_export": Costly(10),
    "reply": Costly(120),
    "bulk": Costly(30, ("POST",)),
    "attachments": Costly(120, ("POST",)),
    "settings_account_message": Costly(20),
    "settings_invitations": Costly(60),
    "settings_invitation_mail": Costly(30),
}
STRANGERS = 1200  # pages that need no sign-in, for one address: an office may have many screens with the board
MACHINES = {"hook", "healthz", "readyz", "metrics"}  # those have doors of their own


class PaceMiddleware:
    """Counts by person, and by address where nobody is signed in; one statement for some hundred pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pacer = Pacer()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Before the page does anything."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name in MACHINES or not settings.PAGES_A_MINUTE:
            return None
        wait = self._wait(request, name)
        return _too_many(request, wait) if wait else None

    def _wait(self, request: HttpRequest, name: str) -> int:
        if not isinstance(request.user, Person):
            return self.pacer.ask(f"address {neighbours_of(request)}"[:120], STRANGERS)
        who = f"person {request.user.pk}"
        costly = COSTLY.get(name)
        wait = self.pacer.ask(f"{who} {name}", costly.most) if costly and request.method in costly.verbs else 0
        return wait or self.pacer.ask(who, settings.PAGES_A_MINUTE)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    sentence = _("That was too much in one minute. Wait %(seconds)s seconds; what you wrote is kept.") % {
        "seconds": wait
    }
    answer = refused(request, sentence, 429)
    answer["Retry-After"] = str(wait)
    return answer

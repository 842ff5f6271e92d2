"""Answers that did not leave, over all conversations that this person sees, so that none is forgotten."""

from __future__ import annotations

from django.http import HttpResponse

from webcare.pages.base import DeskRequest, needs
from webcare.pages.settings.office import Office
from webcare.pages.settings.sections import show
from webcare.team.person import Role

SHOWN = 200


@needs(Role.LEAD)
def index(request: DeskRequest) -> HttpResponse:
    """The newest of them; trying again and confirming are the conversation's own addresses."""
    rows = Office(request.desk).stuck()
    return show(request, "settings/deliveries.html", {"rows": rows[:SHOWN], "count": rows.count(), "shown": SHOWN})

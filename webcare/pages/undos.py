"""Undo what one has just done."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from webcare.conversations.undoing import undo
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """As if it had not happened; what was done in bulk comes back together."""
    event = request.desk.own_event(pk)
    undo(event, request.user)
    topic = f"{event.subject_kind}:{event.subject_id}"
    return done(request, Toast(_("Undone.")), ["queue", topic])

"""An answer on its way: take it back, try again, or say that it stands there."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, Toast, done, needs, refused
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    message = request.desk.message(pk)
    message.retry(request.user)
    return done(request, Toast(_("Trying again.")), [message.conversation.topic])


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it back before it leaves; the text goes back into the box."""
    message = request.desk.message(pk)
    if not message.take_back(request.user):
        return refused(request, _("Too late: it has left already."), 409)
    origin = message.origin
    draft = origin.draft_of(request.user)
    detail = {
        "conversation": origin.pk,
        "text": draft.text if draft else "",
        "revision": draft.revision if draft else 0,
    }
    toast = Toast(_("Taken back. Your text is in the draft."))
    return done(request, toast, [origin.topic, message.conversation.topic, "queue"], restored=detail)


@needs(Role.AGENT)
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Somebody looked: it does stand there."""
    message = request.desk.message(pk)
    message.confirm(request.user)
    return done(request, Toast(_("Thank you: marked as sent.")), [message.conversation.topic, "queue"])

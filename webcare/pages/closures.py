"""Close a conversation and open it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, done, needs, undoable
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """It is done."""
    conversation = request.desk.conversation(pk)
    event = conversation.close(request.user)
    toast = undoable(_("Closed: %(name)s.") % {"name": conversation.handle.shown}, event)
    return done(request, toast, [conversation.topic, "queue"], settled={"conversation": pk})


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """It is not done after all."""
    conversation = request.desk.conversation(pk)
    return done(request, undoable(_("Reopened."), conversation.reopen(request.user)), [conversation.topic, "queue"])

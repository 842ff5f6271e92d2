"""What colleagues tell each other beside a conversation."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, Toast, done, key_of, needs
from webcare.pages.writing import written
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep it, and tell those who are mentioned."""
    conversation = request.desk.conversation(pk)
    conversation.write_note(request.user, request.POST.get("text", ""), key=key_of(request))
    return done(request, None, [conversation.topic], written=written(request, conversation, "note"))


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove one's own note."""
    note = request.desk.note(pk)
    note.remove(request.user)
    return done(request, Toast(_("The note is gone.")), [note.conversation.topic])

"""Who is looking at a conversation, and who is typing in it."""

from __future__ import annotations

from django.http import HttpResponse

from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role


@needs(Role.READER)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """I am here."""
    request.desk.conversation(pk).look(request.user, typing=bool(request.POST.get("typing")))
    return HttpResponse(status=204)


@needs(Role.READER)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """I have left."""
    request.desk.conversation(pk).leave(request.user)
    return HttpResponse(status=204)

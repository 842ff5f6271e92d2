"""Take a conversation, let it go, or take it over from a colleague with a reason."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.team.person import Role


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for the reason of a take-over."""
    return render(request, "desk/dialogs/take_over.html", {"conversation": request.desk.conversation(pk)})


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Claim it (the first keystroke does), or take it over where a reason is given."""
    conversation = request.desk.conversation(pk)
    if "reason" in request.POST:
        conversation.take_over(request.user, request.POST["reason"])
        return done(request, Toast(_("It is yours now.")), [conversation.topic, "queue"])
    conversation.claim(request.user)
    return done(request, None, [conversation.topic, "queue"])


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """Let it go."""
    conversation = request.desk.conversation(pk)
    conversation.release(request.user)
    return done(request, Toast(_("Let go: colleagues can take it.")), [conversation.topic, "queue"])

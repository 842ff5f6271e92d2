"""Hide a customer's public message on its network, and show it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.team.person import Role


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why."""
    return render(request, "desk/dialogs/hide.html", {"message": request.desk.message(pk)})


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Nobody has to read it any more."""
    message = request.desk.message(pk)
    message.hide(request.user, request.POST.get("reason", ""))
    return done(request, Toast(_("Hidden.")), [message.conversation.topic])


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """It may be read again."""
    message = request.desk.message(pk)
    message.unhide(request.user)
    return done(request, Toast(_("Shown again.")), [message.conversation.topic])

"""How a case ended, and that it did not end after all."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, done, needs, undoable
from webcare.team.person import Role


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask how the customer was helped."""
    return render(request, "cases/dialogs/close.html", {"case": request.desk.case(pk)})


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Solved."""
    case = request.desk.case(pk)
    event = case.close(request.user, request.POST.get("resolution", ""))
    return done(request, undoable(_("The case is closed."), event), [case.topic, "cases"], to=case.path)


@needs(Role.AGENT)
def new_reopening(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why it opens again."""
    return render(request, "cases/dialogs/reopen.html", {"case": request.desk.case(pk)})


@needs(Role.AGENT)
def create_reopening(request: DeskRequest, pk: int) -> HttpResponse:
    """Not solved after all; the same clock runs on."""
    case = request.desk.case(pk)
    event = case.reopen(request.user, request.POST.get("reason", ""))
    return done(request, undoable(_("The case is open again."), event), [case.topic, "cases"], to=case.path)

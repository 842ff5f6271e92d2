"""What happens to a case on its way: owner, category, title, status."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.cases.case import Case, Status
from webcare.ledger.event import Event
from webcare.pages.base import DeskRequest, done, needs, number, undoable
from webcare.pages.cases import owners
from webcare.team.person import Role


@needs(Role.AGENT)
def new_owner(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose who sees to it."""
    case = request.desk.case(pk)
    return render(request, "cases/dialogs/owner.html", {"case": case, "people": owners(request, case.brand_id)})


@needs(Role.AGENT)
def create_owner(request: DeskRequest, pk: int) -> HttpResponse:
    """It is theirs; they are told."""
    case = request.desk.case(pk)
    owner = request.desk.colleague(number(request.POST.get("person")) or 0)
    event = case.give_to(owner, request.user)
    return _handled(request, case, _("Given to %(name)s.") % {"name": owner.name}, event)


@needs(Role.AGENT)
def destroy_owner(request: DeskRequest, pk: int) -> HttpResponse:
    """It is nobody's."""
    case = request.desk.case(pk)
    return _handled(request, case, _("It is nobody's now."), case.give_to(None, request.user))


@needs(Role.AGENT)
def new_category(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose what it is about."""
    context = {"case": request.desk.case(pk), "categories": request.desk.categories()}
    return render(request, "cases/dialogs/category.html", context)


@needs(Role.AGENT)
def create_category(request: DeskRequest, pk: int) -> HttpResponse:
    """It is about this."""
    case = request.desk.case(pk)
    category = request.desk.category(number(request.POST.get("category")) or 0)
    event = case.categorise(category, request.user)
    return _handled(request, case, _("It is about “%(name)s”.") % {"name": category.name}, event)


@needs(Role.AGENT)
def destroy_category(request: DeskRequest, pk: int) -> HttpResponse:
    """It is about nothing in particular."""
    case = request.desk.case(pk)
    return _handled(request, case, _("It has no category now."), case.categorise(None, request.user))


@needs(Role.AGENT)
def new_status(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose where it stands."""
    context = {"case": request.desk.case(pk), "statuses": Status.choices}
    return render(request, "cases/dialogs/status.html", context)


@needs(Role.AGENT)
def create_status(request: DeskRequest, pk: int) -> HttpResponse:
    """It stands there."""
    case = request.desk.case(pk)
    event = case.progress(request.POST.get("status", ""), request.user)
    return _handled(request, case, _("Status: %(status)s.") % {"status": case.get_status_display()}, event)


@needs(Role.AGENT)
def new_title(request: DeskRequest, pk: int) -> HttpResponse:
    """Write another title."""
    return render(request, "cases/dialogs/title.html", {"case": request.desk.case(pk)})


@needs(Role.AGENT)
def create_title(request: DeskRequest, pk: int) -> HttpResponse:
    """It is called so."""
    case = request.desk.case(pk)
    return _handled(request, case, _("It has a new title."), case.retitle(request.POST.get("title", ""), request.user))


def _handled(request: DeskRequest, case: Case, text: str, event: Event | None) -> HttpResponse:
    return done(request, undoable(text, event), [case.topic, "cases"], to=case.path)

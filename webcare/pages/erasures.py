"""A customer asks to be forgotten: what that takes along is shown, then it is done, and cannot be undone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.conversations.moving import NotPossible
from webcare.keeping.erasing import erase
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.team.person import Role


@needs(Role.ADMINISTRATOR)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """What goes."""
    customer = request.desk.customer(pk)
    talks = request.desk.conversations().filter(handle__customer=customer).count()
    context = {"customer": customer, "handles": list(customer.handles.order_by("pk")), "talks": talks}
    return render(request, "customers/dialogs/erasure.html", context)


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Forget them."""
    customer = request.desk.customer(pk)
    why = request.POST.get("why", "").strip()
    if not why:
        raise NotPossible(_("Say who asked for it and when, without a name; the ledger keeps that."))
    erased = erase(customer, request.user, why)
    text = ngettext("%(n)d message is gone.", "%(n)d messages are gone.", erased.messages) % {"n": erased.messages}
    return done(request, Toast(text), [customer.topic, "queue"], to=reverse("customer", args=[pk]))

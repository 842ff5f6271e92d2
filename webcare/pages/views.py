"""Saved views: filters of the queue under a name, for oneself or for everybody."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from webcare.conversations.moving import NotPossible
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.queue import filters_from, params_of, query_of
from webcare.team.person import Role


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """Name what one looks at, or remove a view of one's own."""
    context = {"query": query_of(filters_from(request.GET)), "mine": request.desk.views().filter(owner=request.user)}
    return render(request, "desk/dialogs/views.html", context)


@needs(Role.READER)
def create(request: DeskRequest) -> HttpResponse:
    """Keep it; the same name again replaces it."""
    name = request.POST.get("name", "").strip()
    if not name or len(name) > 60:
        raise NotPossible(_("Give it a name of at most 60 characters."))
    filters = params_of(filters_from(QueryDict(request.POST.get("query", ""))))
    shared = bool(request.POST.get("shared")) and request.user.may(Role.LEAD)
    request.desk.keep_view(name, filters, shared=shared)
    to = f"/?{urlencode(filters)}"
    return HttpResponseClientRedirect(to) if request.htmx else redirect(to)


@needs(Role.READER)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    request.desk.own_view(pk).delete()
    return done(request, Toast(_("The view is gone.")), ["queue"])

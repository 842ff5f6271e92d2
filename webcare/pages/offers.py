"""Next: the most pressing conversation that this person can take, claimed for them; and passing it over."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, push_url, trigger_client_event

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.conversations import shown
from webcare.routing.queue import next_for, skip
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest) -> HttpResponse:
    """Give me work."""
    offer = next_for(request.user, request.desk.at)
    if offer is None:
        return done(request, Toast(_("Nothing waits for you. Well done.")), ["queue"])
    path = reverse("conversation", args=[offer.conversation.pk])
    if not request.htmx:
        return redirect(path)
    if request.htmx.target != "work":
        return HttpResponseClientRedirect(path)
    response = shown(request, offer.conversation.pk, "desk/work.html", why=offer.why)
    trigger_client_event(response, "changed", {"topics": ["queue"]})
    return push_url(response, path)


@needs(Role.AGENT)
def new_skip(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why."""
    return render(request, "desk/dialogs/skip.html", {"conversation": request.desk.conversation(pk)})


@needs(Role.AGENT)
def create_skip(request: DeskRequest, pk: int) -> HttpResponse:
    """Pass it over; it does not come back to this person for a while."""
    conversation = request.desk.conversation(pk)
    skip(conversation, request.user, request.POST.get("reason", ""))
    return done(request, Toast(_("Passed over.")), [conversation.topic, "queue"], settled={"conversation": pk})

"""Mute, block or report somebody, with a reason and until when; and end it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.registry import adapter
from webcare.conversations.moving import NotPossible
from webcare.conversations.restricting import DONE, lift, restrict
from webcare.pages.base import DeskRequest, Toast, done, needs, number
from webcare.team.person import Role

SAID = {"mute": gettext_lazy("Muted."), "block": gettext_lazy("Blocked."), "report": gettext_lazy("Reported.")}
ACTS = (("mute", gettext_lazy("Mute")), ("block", gettext_lazy("Block")), ("report", gettext_lazy("Report")))
DAYS = ((1, gettext_lazy("for a day")), (7, gettext_lazy("for a week")), (30, gettext_lazy("for a month")))


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose what, why and how long; what the network itself cannot do is done here only, and says so."""
    conversation = request.desk.conversation(pk)
    can = adapter(conversation.network).capabilities
    here = request.desk.restrictions().filter(handle=conversation.handle_id)
    context = {
        "conversation": conversation,
        "acts": [(act, label, getattr(can, act)) for act, label in ACTS if act != "report" or can.report],
        "days": DAYS,
        "active": here.filter(lifted_at=None).select_related("by"),
    }
    return render(request, "desk/dialogs/restrict.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Do it."""
    conversation = request.desk.conversation(pk)
    act = request.POST.get("act", "")
    if act not in DONE:
        raise NotPossible(_("Choose what to do."))
    until = _until(request.desk.at, number(request.POST.get("days")))
    restrict(request.user, conversation.handle, conversation.account, act, request.POST.get("reason", ""), until)
    return done(request, Toast(str(SAID[act])), [conversation.topic, "queue"])


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """End it before its time."""
    restriction = request.desk.restriction(pk)
    lift(restriction, request.user)
    return done(
        request,
        Toast(_("Ended.")),
        ["queue", *(f"conversation:{pk}" for pk in _open_with(request, restriction.handle_id))],
    )


def _until(at: datetime, days: int | None) -> datetime | None:
    return at + timedelta(days=days) if days and days <= 366 else None


def _open_with(request: DeskRequest, handle_id: int) -> list[int]:
    return list(request.desk.conversations().open().filter(handle=handle_id).values_list("pk", flat=True))

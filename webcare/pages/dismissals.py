"""No answer needed: one key, a reason, and a way back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.pages.base import DeskRequest, done, needs, undoable
from webcare.team.person import Role

REASONS = (
    ("chatter", gettext_lazy("Chatter: nothing is asked")),
    ("tag_only", gettext_lazy("Only a tag: we are mentioned, not addressed")),
    ("spam", gettext_lazy("Spam")),
    ("other", gettext_lazy("Something else")),
)


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose the reason."""
    context = {"conversation": request.desk.conversation(pk), "reasons": REASONS}
    return render(request, "desk/dialogs/dismiss.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """It needs no answer."""
    conversation = request.desk.conversation(pk)
    event = conversation.dismiss(request.user, request.POST.get("reason", ""))
    toast = undoable(_("No answer needed: %(name)s.") % {"name": conversation.handle.shown}, event)
    return done(request, toast, [conversation.topic, "queue"], settled={"conversation": pk})

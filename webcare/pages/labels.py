"""Stick a label on a conversation and take it off."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, done, needs, undoable
from webcare.team.person import Role


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose a label; the ones that stick already can be taken off."""
    conversation = request.desk.conversation(pk)
    sticking = set(conversation.labels.values_list("pk", flat=True))
    context = {"conversation": conversation, "labels": request.desk.labels(), "sticking": sticking}
    return render(request, "desk/dialogs/label.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int, label_pk: int) -> HttpResponse:
    """Stick it on."""
    conversation, label = request.desk.conversation(pk), request.desk.label(label_pk)
    event = conversation.label(request.user, label)
    return done(
        request, undoable(_("Labelled “%(name)s”.") % {"name": label.name}, event), [conversation.topic, "queue"]
    )


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int, label_pk: int) -> HttpResponse:
    """Take it off."""
    conversation, label = request.desk.conversation(pk), request.desk.label(label_pk)
    event = conversation.unlabel(request.user, label)
    toast = undoable(_("Removed “%(name)s”.") % {"name": label.name}, event)
    return done(request, toast, [conversation.topic, "queue"])

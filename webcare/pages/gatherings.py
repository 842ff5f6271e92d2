"""Which conversations belong to a case."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.cases.case import Case
from webcare.conversations.conversation import Conversation
from webcare.pages.base import DeskRequest, done, needs, number, undoable
from webcare.search import people
from webcare.search.query import parse
from webcare.team.person import Role

MOST = 12


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose a further conversation: this customer's others at once, anybody's by name or number."""
    case, typed = request.desk.case(pk), request.GET.get("q", "").strip()[:200]
    context = {"case": case, "found": _found(request, case, typed), "typed": typed}
    template = "cases/dialogs/found.html" if "q" in request.GET else "cases/dialogs/gather.html"
    return render(request, template, context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Add it."""
    case = request.desk.case(pk)
    conversation = request.desk.conversation(number(request.POST.get("conversation")) or 0)
    event = case.gather(conversation, request.user)
    toast = undoable(_("Added the conversation with %(name)s.") % {"name": conversation.handle.shown}, event)
    return done(request, toast, [case.topic, conversation.topic, "cases"], to=case.path)


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int, conversation_pk: int) -> HttpResponse:
    """Take it out again."""
    case, conversation = request.desk.case(pk), request.desk.conversation(conversation_pk)
    toast = undoable(_("Taken out of the case."), case.part(conversation, request.user))
    return done(request, toast, [case.topic, conversation.topic, "cases"], to=case.path)


def _found(request: DeskRequest, case: Case, typed: str) -> list[Conversation]:
    rows = request.desk.conversations().filter(brand=case.brand_id).exclude(cases=case)
    if not typed:
        wanted = Q(handle__customer=case.customer_id)
    else:
        handles = people.find(request.user, parse(typed))
        wanted = Q(handle__in=handles) | Q(pk=number(typed.rpartition("/")[2]) or 0)
    return list(rows.filter(wanted).select_related("handle").order_by("-last_message_at")[:MOST])

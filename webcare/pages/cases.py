"""Cases: the list, one case, and opening one from a conversation."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from webcare.cases.case import Case
from webcare.cases.opening import open_case
from webcare.conversations.conversation import Conversation
from webcare.pages.base import DeskRequest, done, needs, number, undoable, whole_page
from webcare.pages.casefile import CaseFile
from webcare.pages.caselist import CaseList
from webcare.team.person import Person, Role


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """What has to be solved, the most pressing first."""
    template = "cases/index.html" if whole_page(request) else "cases/list.html"
    return render(request, template, {"list": CaseList.of(request.desk, request.GET)})


@needs(Role.READER)
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """One case with everything that belongs to it."""
    return _shown(request, pk, "cases/show.html")


@needs(Role.READER)
def parts(request: DeskRequest, pk: int) -> HttpResponse:
    """What may have changed on an open page; never the box one writes in."""
    return _shown(request, pk, "cases/parts.html")


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a case about this conversation, or add it to one that is open."""
    conversation = request.desk.conversation(pk)
    inside = list(request.desk.cases().filter(conversations=conversation).order_by("closed_at", "-pk"))
    context = {
        "conversation": conversation,
        "inside": inside,
        "open_cases": _open_cases(request, conversation, inside),
        "categories": request.desk.categories(),
        "people": owners(request, conversation.brand_id),
    }
    return render(request, "cases/dialogs/open.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """With `case`: into that one. Without: a new case."""
    conversation = request.desk.conversation(pk)
    if chosen := number(request.POST.get("case")):
        case = request.desk.case(chosen)
        event = case.gather(conversation, request.user)
        toast = undoable(_("Added to case %(number)d.") % {"number": case.pk}, event)
    else:
        case = _opened(request, conversation)
        opening = request.desk.events("case", [case.pk]).filter(verb="case.opened").first()
        toast = undoable(_("Case %(number)d is open.") % {"number": case.pk}, opening)
    if not request.htmx:
        return redirect("case", case.pk)
    return done(request, toast, [conversation.topic, case.topic, "cases", "queue"])


def owners(request: DeskRequest, brand_id: int) -> list[Person]:
    """Those who could own a case of the brand."""
    people = request.desk.people().seeing(brand_id).exclude(role=Role.READER)
    return list(people.prefetch_related("languages"))


def _opened(request: DeskRequest, conversation: Conversation) -> Case:
    category, owner = number(request.POST.get("category")), number(request.POST.get("owner"))
    return open_case(
        conversation,
        request.user,
        title=request.POST.get("title", ""),
        category=request.desk.category(category) if category else None,
        owner=request.desk.colleague(owner) if owner else None,
    )


def _open_cases(request: DeskRequest, conversation: Conversation, inside: list[Case]) -> list[Case]:
    """Those of this customer first; others of the brand can be found from the case itself."""
    rows = request.desk.cases().filter(closed_at=None, brand=conversation.brand_id)
    theirs = rows.filter(customer=conversation.handle.customer_id).exclude(pk__in=[case.pk for case in inside])
    return list(theirs.select_related("owner").order_by("-pk")[:9])


def _shown(request: DeskRequest, pk: int, template: str) -> HttpResponse:
    case = request.desk.case(pk)
    only, everything = number(request.GET.get("conversation")), bool(request.GET.get("all"))
    file = CaseFile.of(request.desk, case, only=only, all_of_it=everything)
    context = {"case": case, "file": file, "query": request.GET.urlencode(), "key": uuid.uuid4().hex}
    return render(request, template, context)

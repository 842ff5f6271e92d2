"""The desk itself, and one conversation on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from webcare.pages import queue
from webcare.pages.base import DeskRequest, needs, number, whole_page
from webcare.pages.knowledge import ON_KEYS, Knowledge
from webcare.pages.talk import Talk
from webcare.team.person import Role
from webcare.team.seeing import see_at


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """The first screen: what waits, and nothing opened yet."""
    return render(request, "desk/index.html", queue.around(request.desk, request.GET))


@needs(Role.READER)
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """One conversation; reading it takes nothing from anybody."""
    page = shown(request, pk, "desk/index.html" if whole_page(request) else "desk/work.html")
    see_at(request.user, request.path)
    return page


@needs(Role.READER)
def parts(request: DeskRequest, pk: int) -> HttpResponse:
    """What may have changed on an open conversation: state, flow and what we know; never the box one writes in."""
    return shown(request, pk, "desk/parts.html")


def shown(request: DeskRequest, pk: int, template: str, why: str = "") -> HttpResponse:
    """The conversation in a template."""
    conversation = request.desk.conversation(pk)
    on_keys = [known for text in request.GET.get("keys", "").split(".")[:ON_KEYS] if (known := number(text))]
    context: dict[str, object] = {
        "conversation": conversation,
        "talk": Talk.of(request.desk, conversation, all_of_it=bool(request.GET.get("all")), why=why),
        "known": Knowledge.of(request.desk, conversation, on_keys),
    }
    if template == "desk/index.html":
        context |= queue.around(request.desk, request.GET)
    return render(request, template, context)

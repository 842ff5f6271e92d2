"""Lets a visitor take the conversation along to another network, and tells them where it goes on."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from webcare.channels.outage import name_of
from webcare.channels.webchat.limits import PASSAGES_A_MINUTE
from webcare.channels.webchat.session import ChatSession
from webcare.channels.webchat.writing import CannotTake
from webcare.conversations.passage import passed_to
from webcare.conversations.passing import exchange, offer
from webcare.pages.chat.door import slow_both, visitor


@visitor
def create(request: HttpRequest, session: ChatSession) -> HttpResponse:
    """A code, and the links that carry it; only whoever has the token of the chat gets to see it."""
    slow_both(request, session, "pass", PASSAGES_A_MINUTE)
    conversation = exchange(session.account, session.key, session.visitor)
    if conversation is None:
        raise CannotTake(_("Write first what it is about; then you can go on elsewhere."), 409)
    return JsonResponse(asdict(offer(conversation)), status=201, headers={"Cache-Control": "no-store"})


def place_of(session: ChatSession) -> str:
    """The network on which it goes on, as people call it; "" while it goes on in the chat."""
    conversation = exchange(session.account, session.key, session.visitor)
    there = passed_to(conversation) if conversation else None
    return name_of(there.network) if there else ""

"""Go on with one customer of a dark network where else they are proven to be."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from webcare.conversations.leading import lead_one
from webcare.conversations.reaching import ways_on
from webcare.pages.base import DeskRequest, Toast, done, needs, number
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """From now on what is written here leaves there."""
    conversation = request.desk.conversation(pk)
    to = number(request.POST.get("to"))
    place = next((one for one in ways_on(conversation) if one.pk == to), None)
    if place is None:
        raise Http404
    there = lead_one(conversation, place, request.user)
    said = _("What you write here leaves over %(name)s now.") % {"name": there.account.handle or there.account.name}
    return done(request, Toast(said), [conversation.topic, there.topic, "queue"])

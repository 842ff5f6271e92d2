"""Give a conversation to a colleague or a team, or to nobody in particular."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, done, needs, number, undoable
from webcare.team.person import Role


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose who."""
    conversation = request.desk.conversation(pk)
    people = request.desk.people().seeing(conversation.brand_id).exclude(role=Role.READER)
    context = {
        "conversation": conversation,
        "people": people.prefetch_related("languages", "teams"),
        "teams": request.desk.teams().filter(brands=conversation.brand_id),
    }
    return render(request, "desk/dialogs/assign.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """It is theirs; they are told."""
    conversation = request.desk.conversation(pk)
    person_id, team_id = number(request.POST.get("person")), number(request.POST.get("team"))
    person = request.desk.colleague(person_id) if person_id else None
    team = request.desk.team(team_id) if team_id else None
    event = conversation.assign(request.user, person=person, team=team)
    name = person.name if person else team.name if team else ""
    return done(request, undoable(_("Given to %(name)s.") % {"name": name}, event), [conversation.topic, "queue"])


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """It is everybody's again."""
    conversation = request.desk.conversation(pk)
    event = conversation.unassign(request.user)
    return done(request, undoable(_("It is everybody's again."), event), [conversation.topic, "queue"])

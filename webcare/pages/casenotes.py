"""What colleagues write down on a case."""

from __future__ import annotations

from django.http import HttpResponse

from webcare.pages.base import DeskRequest, done, key_of, needs
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Write it down; @colleague and @team are told."""
    case = request.desk.case(pk)
    case.write_note(request.user, request.POST.get("text", ""), key=key_of(request))
    return done(request, None, [case.topic], to=case.path, kept={"case": case.pk})

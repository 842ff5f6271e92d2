"""Whom a note can call: colleagues and teams by their slug."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role


@needs(Role.AGENT)
def index(request: DeskRequest) -> HttpResponse:
    """Everybody, teams last."""
    people = request.desk.people().exclude(pk=request.user.pk).values("slug", "name")
    return JsonResponse([*people, *request.desk.teams().values("slug", "name")], safe=False)

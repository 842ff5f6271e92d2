"""How we are doing, in the bar over every page: asked for again while the page is open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from webcare.pages.base import DeskRequest, needs
from webcare.pages.boardwords import Promise
from webcare.team.person import Role


@needs(Role.READER)
def show(request: DeskRequest) -> HttpResponse:
    """One sentence and a small line, from the figures of the public board."""
    return render(request, "parts/promise.html", {"promise": Promise.now()})

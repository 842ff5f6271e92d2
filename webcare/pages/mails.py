"""A message as it was sent, in a frame of its own that may do nothing: no script, no form, no picture from elsewhere."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from webcare.conversations.showing import as_it_was_sent
from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role

POLICY = (
    "default-src 'none'; img-src data:; style-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@needs(Role.READER)
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """The safe HTML that was kept when it came, and how many pictures are missing from it."""
    message = request.desk.message(pk)
    if not message.html or message.deleted_at:
        raise Http404
    response = render(request, "desk/as_sent.html", {"sent": as_it_was_sent(message), "message": message})
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


show = xframe_options_sameorigin(show)

"""An e-mail as it was sent, in a frame of its own that may do nothing: no script, no form, no picture from elsewhere."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
PAGE = '<!doctype html><html><head><meta charset="utf-8"><base target="_blank"></head><body>{}</body></html>'


@needs(Role.READER)
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """The safe HTML that was kept when the mail came."""
    message = request.desk.message(pk)
    if not message.html or message.deleted_at:
        raise Http404
    response = HttpResponse(PAGE.format(message.html))
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


show = xframe_options_sameorigin(show)

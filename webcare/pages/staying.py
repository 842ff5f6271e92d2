"""What people ask for keeps them signed in; what an open page asks for by itself does not. Who goes leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from webcare.team.doorbook import note_refusal
from webcare.team.staying import use

REFUSED = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
BY_ITSELF = "X-By-Itself"  # said by static/js/unattended.js


class StayingMiddleware:
    """Notes that somebody is there, once in a few minutes, and what they were refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        if was_in and BY_ITSELF not in request.headers:
            use(request.session)
        response = self.get_response(request)
        if was_in and response.status_code in REFUSED:
            note_refusal(request, response.status_code)
        if was_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"storage"'  # pages are in no cache, and cookies are taken back one by one
        return response

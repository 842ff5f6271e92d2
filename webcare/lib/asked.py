"""Each request has an id that its log lines carry and its answer returns; what was answered is counted and journalled."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from webcare.lib.logs import about, journal
from webcare.lib.spans import span
from webcare.lib.tally import count

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


class AskedMiddleware:
    """Stands before all others, so that what they refuse is journalled too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        name = request_id(request)
        with about(request=name), span("request", request=name) as measured:
            response = self.get_response(request)
            self._note(request, response, time.monotonic() - began)
            measured.name = f"{request.method} {_route(request)}"
            measured.numbers["status"] = response.status_code
        response[HEADER] = name
        return response

    def _note(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """The address as it stands in `routes`: what people put into it may be a secret, or about a customer."""
        match = request.resolver_match
        kind = f"{'hooks' if match and match.view_name == 'hook' else 'pages'} {response.status_code // 100}xx"
        count("requests", kind)
        count("request_seconds", kind, seconds)
        asked = {"status": response.status_code, "milliseconds": round(1000 * seconds, 1)}
        journal.info("%s %s", request.method, _route(request), extra={"numbers": asked})


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else "no such address"


def request_id(request: HttpRequest) -> str:
    """The proxy's where there is one in front of us that we believe; else one of our own."""
    given = request.headers.get(HEADER, "") if settings.TRUSTS_PROXY else ""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)

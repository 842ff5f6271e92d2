"""What no text can hold is refused at the door, before a session or a row is looked up with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters


class LegibleRequest(WSGIRequest):
    """Everything is UTF-8. Django itself reads whatever charset a stranger names, down to `hex`, and stumbles over some."""

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params = "", {}


class LegibleMiddleware:
    """PostgreSQL keeps every sign but NUL; forms are looked at by `pages.base`, addresses and cookies here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in value for value in request.COOKIES.values()):
            raise BadRequest("A NUL in the address or in a cookie")
        return self.get_response(request)

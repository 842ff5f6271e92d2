"""What this person may see: the only door to the rooms for pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class DeskMiddleware:
    """Puts `request.desk` on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def shell(request: HttpRequest) -> dict[str, object]:
    """What every page needs around its content."""
    return {}

"""What went wrong, what is safe, what to do: the error pages."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.lib.strain import RETRY_SECONDS, is_strain
from webcare.pages.base import refused


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense."""
    return render(request, "errors/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Known, but not for this role."""
    sentence = str(exception or "")
    if getattr(request, "htmx", False):
        return refused(request, sentence or _("That is not yours to do."), 403)
    return render(request, "errors/403.html", {"sentence": sentence}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or somebody else's page."""
    if getattr(request, "htmx", False):
        return refused(request, _("This page is too old. Reload it; what you wrote is kept."), 403)
    return render(request, "errors/403_forged.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing for this person."""
    if getattr(request, "htmx", False):
        return refused(request, _("It is not here any more."), 404)
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own fault, or the database's or the disk's, which passes. Asks the database nothing."""
    if not is_strain(sys.exception()):
        return render(None, "errors/500.html", status=500)
    answer = render(None, "errors/503.html", status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer

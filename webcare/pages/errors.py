"""What went wrong, what is safe, what to do: the error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or somebody else's page."""
    return render(request, "errors/403_forged.html", status=403)

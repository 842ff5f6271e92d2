"""What a reload shows while there is no network, and the small worker in the browser that keeps it ready."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

SCRIPT = "js/offline.js"


def show(request: HttpRequest) -> HttpResponse:
    """The page; it knows nobody, so that it can be kept."""
    response = render(request, "errors/offline.html")
    response["Cache-Control"] = "no-cache"
    return response


def worker(request: HttpRequest) -> HttpResponse:
    """The script, from the top of the site, since a worker may only serve what lies below it."""
    path = finders.find(SCRIPT)
    if path is None:
        raise Http404
    response = HttpResponse(Path(path).read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response

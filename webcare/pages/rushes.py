"""A rush of customers, to see how the desk bears it; in the demo only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from webcare.demo.busy import make_busy
from webcare.pages import tour


def create(request: HttpRequest) -> HttpResponse:
    """Ten times as many customers for two minutes."""
    tour.visitor(request)
    make_busy()
    return tour.show(request) if getattr(request, "htmx", False) else redirect("desk")

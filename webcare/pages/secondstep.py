"""Where the organisation wants it, nobody works without a second step to sign in."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from webcare.team.organisation import organisation
from webcare.team.person import Person

OPEN = ("/account/", "/static/", "/join/")


class SecondStepMiddleware:
    """Whoever has none is led to where it is set up, whatever they asked for. A provider has steps of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_missing(request):
            return _led_there(request)
        return self.get_response(request)


def _is_missing(request: HttpRequest) -> bool:
    if not isinstance(request.user, Person) or request.path.startswith(OPEN):
        return False
    if not organisation().second_factor_required or is_mfa_enabled(request.user):
        return False
    return all(record["method"] != "socialaccount" for record in get_authentication_records(request, request.user))


def _led_there(request: HttpRequest) -> HttpResponse:
    there = reverse("mfa_index")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(there)
    messages.warning(request, _("Your organisation wants a second step when you sign in. Set one up to go on."))
    return redirect(there)

"""Who changes a way in, or ends sessions elsewhere, shows once more who they are: a borrowed screen is not enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, suspend_request
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from webcare.pages.base import refused
from webcare.pages.provider import AGAIN

ALWAYS = {
    "account_set_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
TO_CHANGE = {"usersessions_list", "socialaccount_connections"}  # looking is free


class ProofMiddleware:
    """Stands before the pages about signing in; a proof holds for five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Lead to where it is shown, and from there back to what was wanted."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        guarded = name in ALWAYS or (name in TO_CHANGE and request.method == "POST")
        if not guarded or not request.user.is_authenticated:
            return None
        means = get_adapter().get_reauthentication_methods(request.user)
        if means:
            return None if did_recently_reauthenticate(request) else suspend_request(request, means[0]["url"])
        return None if _came_lately(request) else _come_again(request)


def _came_lately(request: HttpRequest) -> bool:
    """Somebody without a password or key of their own has shown all they can by coming in."""
    shown = get_authentication_records(request, request.user)
    return bool(shown) and time.time() - shown[-1]["at"] < REAUTHENTICATION_TIMEOUT


def _come_again(request: HttpRequest) -> HttpResponseBase:
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return refused(request, _("Sign out and in again first: this is only for who has just come in."), 403)
    there = reverse("openid_connect_login", args=["oidc"])
    return redirect(f"{there}?{urlencode({'next': request.path, AGAIN: '1'})}")

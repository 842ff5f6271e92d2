"""The owner of an account agrees on the network itself (OAuth 2.0 with PKCE), and comes back with access."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.connecting import Wish, connect
from webcare.channels.registry import adapter
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.person import Role

KEPT = "consent"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, kept in the session until the network sends its owner back."""

    state: str
    verifier: str
    application: int
    brand: int
    account: int | None = None


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest) -> HttpResponse:
    """Send the administrator to the network."""
    office = Office(request.desk)
    application = one_of(office.applications(), number(request.POST.get("application")) or 0)
    brand = one_of(office.brands(), number(request.POST.get("brand")) or 0)
    if not adapter(application.network).capabilities.oauth:
        raise Http404
    account = number(request.POST.get("account"))
    asked = Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(48), application.pk, brand.pk, account)
    request.session[KEPT] = asdict(asked)
    try:
        there = adapter(application.network).authorize_url(application, _back(), asked.state, asked.verifier)
    except DeliveryError as error:  # a server that has to know us first may not want to
        return _failed(request, told(error.message))
    if request.htmx:
        return HttpResponseClientRedirect(there)
    can = adapter(application.network).capabilities
    return show(request, "settings/consent.html", {"there": there, "can": can})


@needs(Role.ADMINISTRATOR)
def back(request: DeskRequest) -> HttpResponse:
    """The network sends its owner back, with a code or with a reason why not."""
    asked = _asked(request)
    if asked is None:
        return _failed(
            request, _("This page is not the answer to a question of ours, or it was used already. Begin again.")
        )
    if request.GET.get("error") or not request.GET.get("code"):
        return _failed(request, _("The network gave no access: nobody agreed. Nothing was changed."))
    office = Office(request.desk)
    row = one_of(office.accounts(), asked.account) if asked.account else None
    try:
        account = _connected(request, asked, row)
    except DeliveryError as error:
        return _failed(request, told(error.message))
    return redirect(f"/settings/accounts/{account.pk}?new=1")


def _connected(request: DeskRequest, asked: Asked, row: Account | None) -> Account:
    office = Office(request.desk)
    application = one_of(office.applications(), asked.application)
    grant = adapter(application.network).exchange(application, request.GET["code"], _back(), asked.verifier)
    known = {name: str(value) for name, value in (row.settings if row else {}).items()}
    brand = one_of(office.brands(), asked.brand)
    kept = row.secrets if row and row.application_id == application.pk else {}  # else they would go to another server
    held = {name: str(value) for name, value in kept.items()} | dict(grant.secrets)
    wish = Wish(application.network, brand, application, known | dict(grant.settings), held)
    return connect(wish, request.user, row)


def _asked(request: HttpRequest) -> Asked | None:
    """What we asked, once, and only for the answer that names it."""
    kept = request.session.pop(KEPT, None)
    if not kept:
        return None
    asked = Asked(**kept)
    return asked if constant_time_compare(request.GET.get("state", ""), asked.state) else None


def _back() -> str:
    return settings.BASE_URL + reverse("settings_consent_back")


def _failed(request: DeskRequest, sentence: str) -> HttpResponse:
    return show(request, "settings/consent_failed.html", {"sentence": sentence}, 422)

"""The owner of an account agrees on the network itself (OAuth 2.0 with PKCE), and comes back with access."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from webcare.channels.adapter import DeliveryError
from webcare.channels.registry import adapter
from webcare.lib.now import real_now
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.settings import choices
from webcare.pages.settings.granted import connected, failed, way_back
from webcare.pages.settings.keys import ASKED
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.person import Role

KEPT = "consent"
LASTS = timedelta(minutes=30)  # that somebody may take to agree
WIDEST = 4_000  # characters of what was filled in before


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, kept in the session until the network sends its owner back; `given` was filled in before."""

    state: str
    verifier: str
    application: int
    brand: int
    account: int | None = None
    at: float = 0.0
    given: dict[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether whoever went there took too long."""
        return real_now().timestamp() - self.at > LASTS.total_seconds()


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest) -> HttpResponse:
    """Send the administrator to the network."""
    office = Office(request.desk)
    application = one_of(office.applications(), number(request.POST.get("application")) or 0)
    brand = one_of(office.brands(), number(request.POST.get("brand")) or 0)
    network = adapter(application.network)
    if not network.capabilities.oauth:
        raise Http404
    account = number(request.POST.get("account"))
    names = [one.name for one in network.account_fields if one.before and not one.secret]
    given = {name: written for name in names if (written := request.POST.get(ASKED + name, "").strip()[:WIDEST])}
    begun = real_now().timestamp()
    asked = Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(48), application.pk, brand.pk, account, begun, given)
    request.session[KEPT] = asdict(asked)
    try:
        there = network.authorize_url(application, way_back(), asked.state, asked.verifier)
    except DeliveryError as error:  # a server that has to know us first may not want to
        return failed(request, told(error.message))
    if request.htmx:
        return HttpResponseClientRedirect(there)
    return show(request, "settings/consent.html", {"there": there, "can": network.capabilities})


@needs(Role.ADMINISTRATOR)
def back(request: DeskRequest) -> HttpResponse:
    """The network sends its owner back, with a code or with a reason why not."""
    asked = _asked(request)
    if asked is None:
        return failed(
            request, _("This page is not the answer to a question of ours, or it was used already. Begin again.")
        )
    if asked.is_over:
        late = _("More than %(minutes)s minutes went by until you came back. Nothing was changed; begin again.")
        return failed(request, late % {"minutes": int(LASTS.total_seconds() // 60)})
    if request.GET.get("error") or not request.GET.get("code"):
        return failed(request, _("The network gave no access: nobody agreed. Nothing was changed."))
    office = Office(request.desk)
    row = one_of(office.accounts(), asked.account) if asked.account else None
    application = one_of(office.applications(), asked.application)
    network = adapter(application.network)
    try:
        grant = network.exchange(application, request.GET["code"], way_back(), asked.verifier)
        if network.capabilities.several:
            several = network.presences(application, grant)
            if row is None and len(several) > 1:
                return choices.offer(request, application, asked.brand, grant)
            grant = choices.meant(several, row).grant
        brand = one_of(office.brands(), asked.brand)
        account = connected(request.user, application, brand, grant, row, asked.given)
    except DeliveryError as error:
        return failed(request, told(error.message))
    return redirect(f"/settings/accounts/{account.pk}?new=1")


def _asked(request: HttpRequest) -> Asked | None:
    """What we asked, once, and only for the answer that names it."""
    kept = request.session.pop(KEPT, None)
    if not kept:
        return None
    asked = Asked(**kept)
    return asked if constant_time_compare(request.GET.get("state", ""), asked.state) else None

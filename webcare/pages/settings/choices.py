"""One consent may open several accounts: somebody chooses which are connected, and is told what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant, Presence
from webcare.channels.registry import adapter
from webcare.lib.secret import sealed, unsealed
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.granted import connected, failed
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.brand import Brand
from webcare.team.person import Role

KEPT = "offered"
LASTS = timedelta(minutes=30)  # that somebody may take to choose
LIST = "/settings/accounts"


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody agreed to, until it is chosen from."""

    application: Application
    brand: Brand
    grant: Grant

    def presences(self) -> Sequence[Presence]:
        """As they are now. Raises DeliveryError."""
        return adapter(self.application.network).presences(self.application, self.grant)


@dataclass(frozen=True, slots=True)
class Line:
    """One to choose; `why` is a sentence where it cannot be chosen."""

    presence: Presence
    why: str


def offer(request: DeskRequest, application: Application, brand: int, grant: Grant) -> HttpResponse:
    """On to the page on which they are chosen; the access waits in the session, encrypted."""
    words = {"secrets": dict(grant.secrets), "settings": dict(grant.settings)}
    request.session[KEPT] = {"application": application.pk, "brand": brand, "grant": sealed(words)}
    return redirect("settings_consent_choice")


def meant(presences: Sequence[Presence], row: Account | None) -> Presence:
    """The account that is connected again, or the only one. Raises DeliveryError where it is not there or not enough."""
    found = next((one for one in presences if row is None or one.external_id == row.external_id), None)
    if found is None:
        another = _("This does not open %(ours)s to us, but %(others)s. Agree again, and choose %(ours)s there.")
        names = {"ours": row.handle or row.name if row else "", "others": ", ".join(one.called for one in presences)}
        raise DeliveryError(another % names, True)
    if found.lacking:
        raise DeliveryError(found.lacking, True)
    return found


@needs(Role.ADMINISTRATOR)
def index(request: DeskRequest) -> HttpResponse:
    """What there is to choose."""
    offered = _offered(request)
    if offered is None:
        return _over(request)
    try:
        return _page(request, offered, offered.presences())
    except DeliveryError as error:
        return failed(request, told(error.message))


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest) -> HttpResponse:
    """Connect what was chosen, each by itself."""
    offered = _offered(request)
    if offered is None:
        return _over(request)
    chosen = set(request.POST.getlist("presence"))
    try:
        presences = offered.presences()
    except DeliveryError as error:
        return failed(request, told(error.message))
    wanted = [one for one in presences if one.external_id in chosen and not one.lacking]
    if not wanted:
        return _page(request, offered, presences, _("Choose at least one."))
    del request.session[KEPT]
    return _done(request, offered, wanted)


def _done(request: DeskRequest, offered: Offered, wanted: Sequence[Presence]) -> HttpResponse:
    accounts, troubles = list[Account](), list[str]()
    for one in wanted:
        try:
            accounts.append(connected(request.user, offered.application, offered.brand, one.grant))
        except DeliveryError as error:
            said = _("%(name)s is not connected: %(why)s")
            troubles.append(said % {"name": one.called, "why": told(error.message)})
    if len(accounts) == len(wanted) == 1:
        return redirect(f"{LIST}/{accounts[0].pk}?new=1")
    names = ", ".join(account.handle or account.name for account in accounts)
    well = [_("Connected: %(names)s.") % {"names": names}] if accounts else []
    return done(request, Toast(" ".join([*well, *troubles]), wrong=bool(troubles), seconds=12), to=LIST)


def _offered(request: DeskRequest) -> Offered | None:
    """Which was offered last, as long as it stands."""
    kept = request.session.get(KEPT)
    words = unsealed(kept["grant"], LASTS) if kept else None
    if kept is None or words is None:
        request.session.pop(KEPT, None)
        return None
    office = Office(request.desk)
    application = one_of(office.applications(), kept["application"])
    return Offered(application, one_of(office.brands(), kept["brand"]), Grant(words["secrets"], words["settings"]))


def _page(request: DeskRequest, offered: Offered, presences: Sequence[Presence], wrong: str = "") -> HttpResponse:
    network = offered.application.network
    ours = Office(request.desk).accounts().connected().filter(network=network, reauth_at=None)
    here = set(ours.values_list("external_id", flat=True))
    lines = [
        Line(one, told(one.lacking) or (_("It is connected already.") if one.external_id in here else ""))
        for one in presences
    ]
    context = {"can": adapter(network).capabilities, "lines": lines, "brand": offered.brand, "wrong": wrong}
    return show(request, "settings/consent_choice.html", context, 422 if wrong else 200)


def _over(request: DeskRequest) -> HttpResponse:
    return failed(
        request, _("There is nothing to choose from any more. Connect again, and choose within half an hour.")
    )

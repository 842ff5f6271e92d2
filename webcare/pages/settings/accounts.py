"""Our presences on networks: how they are, connect one, change its keys, test it, let it go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.account import Account
from webcare.channels.adapter import Adapter, DeliveryError, SettingField
from webcare.channels.application import Application
from webcare.channels.budget import standing
from webcare.channels.connecting import Wish, connect, disconnect, hook_url, test, write_test_message
from webcare.channels.registry import UnknownNetwork, adapter, networks
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, Toast, done, needs, refused
from webcare.pages.settings.condition import findings
from webcare.pages.settings.health import health_of
from webcare.pages.settings.keys import KeysForm, endpoints
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.reports.condition import condition
from webcare.team.brand import Brand
from webcare.team.person import Role

LIST = "/settings/accounts"


class AccountForm(KeysForm):
    """The brand, and our registration where the network knows such a thing, beside the keys."""

    brand: forms.ModelChoiceField[Brand] = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=None, empty_label=None
    )
    application: forms.ModelChoiceField[Application] = forms.ModelChoiceField(
        label=gettext_lazy("Our registration"), queryset=None, empty_label=None
    )

    def __init__(
        self, office: Office, network: str, *args: Any, through: Application | None = None, **kwargs: Any
    ) -> None:
        self.network, self.through = network, through
        super().__init__(adapter(network).account_fields, *args, **kwargs)
        self.fields["brand"].queryset = office.brands()  # type: ignore[attr-defined]  # a model choice field
        if adapter(network).application_fields:
            choices = office.applications().filter(network=network)
            self.fields["application"].queryset = choices  # type: ignore[attr-defined]  # a model choice field
            if adapter(network).capabilities.works_alone:
                self.fields["application"].required = False
                self.fields["application"].empty_label = _("none: with a password")  # type: ignore[attr-defined]  # the same
        else:
            del self.fields["application"]

    def goes_elsewhere(self) -> bool:
        """The server may stand in the registration, and another one be chosen."""
        asked = adapter(self.network).application_fields
        chosen = self.cleaned_data.get("application")
        return super().goes_elsewhere() or _servers(asked, chosen) != _servers(asked, self.through)

    @property
    def wish(self) -> Wish:
        """What to try."""
        given = self.cleaned_data
        return Wish(self.network, given["brand"], given.get("application"), self.settings, self.secrets)


@needs(Role.ADMINISTRATOR)
def index(request: DeskRequest) -> HttpResponse:
    """All of them, with how they are, and our registrations."""
    office = Office(request.desk)
    known: Sequence[Adapter] = [adapter(network) for network in networks()]
    context = {
        "healths": [health_of(account, office) for account in office.accounts()],
        "applications": office.applications(),
        "networks": [one.capabilities for one in known],
        "registering": [one.capabilities for one in known if one.application_fields],
    }
    return show(request, "settings/accounts.html", context)


@needs(Role.ADMINISTRATOR)
def new(request: DeskRequest, network: str) -> HttpResponse:
    """The form that the network asks for."""
    _known(network)
    return _new(request, AccountForm(Office(request.desk), network), network)


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest, network: str) -> HttpResponse:
    """Try it; keep it if it works."""
    _known(network)
    form = AccountForm(Office(request.desk), network, request.POST)
    if form.is_valid():
        try:
            account = connect(form.wish, request.user)
        except DeliveryError as error:
            form.add_error(None, told(error.message))
        else:
            return redirect(f"{LIST}/{account.pk}?new=1")
    return _new(request, form, network, 422)


@needs(Role.ADMINISTRATOR)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """One account."""
    account = one_of(Office(request.desk).accounts(), pk)
    return _page(request, account, _form(request, account))


@needs(Role.ADMINISTRATOR)
def update(request: DeskRequest, pk: int) -> HttpResponse:
    """Connect it anew with what was filled in; what does not work changes nothing."""
    account = one_of(Office(request.desk).accounts(), pk)
    form = _form(request, account, request.POST)
    if form.is_valid():
        try:
            connect(form.wish, request.user, account)
        except DeliveryError as error:
            form.add_error(None, told(error.message))
        else:
            return redirect(f"{LIST}/{account.pk}?new=1")
    account.refresh_from_db()
    return _page(request, account, form, 422)


@needs(Role.ADMINISTRATOR)
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Try everything, line by line."""
    account = one_of(Office(request.desk).accounts(), pk)
    return render(request, "settings/checks.html", {"lines": test(account, request.user)})


@needs(Role.ADMINISTRATOR)
def write(request: DeskRequest, pk: int) -> HttpResponse:
    """A test message to whom the administrator names."""
    account = one_of(Office(request.desk).accounts(), pk)
    written = request.POST.get("to", "").strip()[:200]
    to = f"{LIST}/{pk}"
    if adapter(account.network).capabilities.private is None or not account.is_connected:
        return refused(request, _("This account cannot write privately now."))
    try:
        write_test_message(account, written)
    except DeliveryError as error:
        return done(
            request, Toast(_("Not sent: %(why)s") % {"why": told(error.message)}, wrong=True, seconds=12), to=to
        )
    return done(request, Toast(_("The test message to %(name)s was accepted.") % {"name": written}), to=to)


@needs(Role.ADMINISTRATOR)
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what it means to let it go."""
    return show(request, "settings/disconnection.html", {"account": one_of(Office(request.desk).accounts(), pk)})


@needs(Role.ADMINISTRATOR)
def let_go(request: DeskRequest, pk: int) -> HttpResponse:
    """Disconnect it."""
    account = one_of(Office(request.desk).accounts(), pk)
    trouble = disconnect(account, request.user)
    said = _("The account is disconnected, and its keys are forgotten.")
    if trouble:
        said += " " + _("The network could not be told: %(why)s") % {"why": told(trouble)}
    return done(request, Toast(said, wrong=bool(trouble), seconds=12), to=LIST)


def _known(network: str) -> None:
    try:
        adapter(network)
    except UnknownNetwork:
        raise Http404 from None


def _form(request: DeskRequest, account: Account, *data: Any) -> AccountForm:
    known: dict[str, object] = {"brand": account.brand_id, "application": account.application_id}
    office = Office(request.desk)
    kept = {"known": account.settings, "kept": account.secrets, "through": account.application}
    return AccountForm(office, account.network, *data, **kept, initial=known)


def _servers(asked: Sequence[SettingField], application: Application | None) -> list[str]:
    return endpoints(asked, application.settings if application else {})


def _new(request: DeskRequest, form: AccountForm, network: str, status: int = 200) -> HttpResponse:
    can, wants = adapter(network).capabilities, bool(adapter(network).application_fields)
    none_yet = wants and not Office(request.desk).applications().filter(network=network)
    context = {
        "form": form,
        "can": can,
        "application_missing": none_yet and not can.works_alone,
        "before": [one for one in adapter(network).account_fields if one.before],
        "may_agree": can.oauth and not none_yet,
        "may_register": none_yet and can.works_alone,
    }
    return show(request, "settings/account_new.html", context, status)


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget of ours: the line for the site's pages, and the script of it for a look at it here."""

    tag: str
    script: str
    panel: str

    @classmethod
    def of(cls, account: Account) -> Self:
        """Browsers keep the script for minutes; here it is as it was saved last."""
        path = reverse("chat_loader", args=[account.external_id])
        saved = int(account.connected_at.timestamp()) if account.connected_at else 0
        return cls(
            f'<script src="{settings.BASE_URL}{path}" async></script>',
            f"{path}?{saved}",
            reverse("chat", args=[account.external_id]),
        )


def _page(request: DeskRequest, account: Account, form: AccountForm, status: int = 200) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "health": health_of(account, Office(request.desk)),
        "costs": standing(account.application),
        "findings": findings(condition(account)) if account.is_connected else [],
        "hook": hook_url(account.application),
        "tries": "new" in request.GET,
        "widget": Widget.of(account) if adapter(account.network).capabilities.widget else None,
    }
    return show(request, "settings/account.html", context, status)

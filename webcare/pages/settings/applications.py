"""Our registrations with networks as a developer: their keys, and the address at which the networks call us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.account import Account
from webcare.channels.adapter import Adapter
from webcare.channels.application import Application
from webcare.channels.budget import standing
from webcare.channels.connecting import hook_url
from webcare.channels.registry import UnknownNetwork, adapter
from webcare.conversations.moving import NotPossible
from webcare.ledger.recording import record
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.granted import way_back
from webcare.pages.settings.keys import KeysForm
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.person import Role


class ApplicationForm(KeysForm):
    """A name beside what the network asks for."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("For us: which registration this is.")
    )

    def __init__(self, *args: Any, row: Application, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The keys of accounts that are connected through it stay with the server that gave them out."""
        values = super().clean()
        if self.row.pk and not self.errors and self.goes_elsewhere() and (kept := self._with_keys()):
            raise forms.ValidationError(
                _(
                    "%(accounts)s would show its keys to another server. Disconnect it first, or make a new registration."
                )
                % {"accounts": ", ".join(str(account) for account in kept)}
            )
        return values

    def _with_keys(self) -> list[Account]:
        return [account for account in self.row.accounts.all() if account.secrets]


@needs(Role.ADMINISTRATOR)
def new(request: DeskRequest, network: str) -> HttpResponse:
    """An empty form."""
    asked = _registers(network)
    row = Application(network=network)
    return _page(request, ApplicationForm(asked.application_fields, row=row), row)


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest, network: str) -> HttpResponse:
    """Keep a registration."""
    row = Application(network=network)
    return _keep(request, ApplicationForm(_registers(network).application_fields, request.POST, row=row), row)


@needs(Role.ADMINISTRATOR)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """What is open of it."""
    row = one_of(Office(request.desk).applications(), pk)
    return _page(request, _form(row), row)


@needs(Role.ADMINISTRATOR)
def update(request: DeskRequest, pk: int) -> HttpResponse:
    """Change it."""
    row = one_of(Office(request.desk).applications(), pk)
    return _keep(request, _form(row, request.POST), row)


@needs(Role.ADMINISTRATOR)
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what its removal means."""
    row = one_of(Office(request.desk).applications(), pk)
    return show(request, "settings/application_removal.html", {"row": row})


@needs(Role.ADMINISTRATOR)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """Forget its keys, and close the address."""
    row = one_of(Office(request.desk).applications(), pk)
    try:
        with transaction.atomic():
            record("application.removed", row, by=request.user, data={"name": row.name, "network": row.network})
            row.delete()
    except ProtectedError as error:
        raise NotPossible(
            _("Accounts were connected through it, and their conversations stay. So it stays too.")
        ) from error
    return done(request, Toast(_("“%(name)s” is removed.") % {"name": row.name}), to="/settings/accounts")


def _registers(network: str) -> Adapter:
    """The adapter, if the network knows applications."""
    try:
        found = adapter(network)
    except UnknownNetwork:
        raise Http404 from None
    if not found.application_fields:
        raise Http404
    return found


def _form(row: Application, *data: Any) -> ApplicationForm:
    asked = _registers(row.network).application_fields
    kept = {"known": row.settings, "kept": row.secrets}
    return ApplicationForm(asked, *data, row=row, **kept, initial={"name": row.name})


def _keep(request: DeskRequest, form: ApplicationForm, row: Application) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, row, 422)
    row.name, row.settings, row.secrets = form.cleaned_data["name"], form.settings, form.secrets
    with transaction.atomic():
        row.save()
        record("application.changed", row, by=request.user, data={"name": row.name, "fields": form.changed_data})
    return redirect("settings_application", row.pk)


def _page(request: DeskRequest, form: ApplicationForm, row: Application, status: int = 200) -> HttpResponse:
    kept = row.pk is not None
    context = {
        "form": form,
        "row": row,
        "hook": hook_url(row) if kept else "",
        "back": way_back(),
        "can": adapter(row.network).capabilities,
        "costs": standing(row) if kept else None,
    }
    return show(request, "settings/application.html", context, status)

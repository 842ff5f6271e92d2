"""Access that a network granted becomes an account of ours, or a page that says why not."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from webcare.channels.account import Account
from webcare.channels.application import Application, Grant
from webcare.channels.connecting import Wish, connect
from webcare.channels.registry import adapter
from webcare.pages.base import DeskRequest
from webcare.pages.settings.sections import show
from webcare.team.brand import Brand
from webcare.team.person import Person


def connected(
    by: Person,
    application: Application,
    brand: Brand,
    grant: Grant,
    row: Account | None = None,
    given: Mapping[str, str] | None = None,
) -> Account:
    """Keep the access; `row` is connected again with what is known of it. `given` was filled in before. Raises DeliveryError."""
    known = {name: str(value) for name, value in (row.settings if row else {}).items()}
    asked_before = (one.name for one in adapter(application.network).account_fields if one.before)
    stays = {name: known[name] for name in asked_before if known.get(name)}
    kept = row.secrets if row and row.application_id == application.pk else {}  # else they would go to another server
    held = {name: str(value) for name, value in kept.items()} | dict(grant.secrets)
    told = known | dict(grant.settings) | stays | dict(given or {})
    return connect(Wish(application.network, brand, application, told, held), by, row)


def way_back() -> str:
    """The address to which networks send people back."""
    return settings.BASE_URL + reverse("settings_consent_back")


def failed(request: DeskRequest, sentence: str) -> HttpResponse:
    """Nothing was connected."""
    return show(request, "settings/consent_failed.html", {"sentence": sentence}, 422)

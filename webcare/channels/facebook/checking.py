"""The connection test: everything that a page needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.facebook import connect
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.limits import PERMISSIONS
from webcare.channels.lines import last_event
from webcare.channels.meta import checking
from webcare.channels.meta.api import app_id, path_id, understood
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each for access, quota, permissions, their end, webhook, events and the last event."""
    try:
        api = Api.of(account)
    except DeliveryError as error:
        return [Check(_("Access"), False, told(error.message))]
    return [
        *_access(api, account),
        *checking.token(api, account, PERMISSIONS),
        checking.tried(_("Webhook"), lambda: checking.webhook(api, "page")),
        checking.tried(_("Events"), lambda: checking.events(api, connect.FIELDS, _subscribed(api, account))),
        last_event(account),
    ]


def _access(api: Api, account: Account) -> Iterator[Check]:
    try:
        with understood():
            page = api.get("me", fields="id,name")
            external_id, name = page.identifier("id"), page.maybe_words("name")
    except DeliveryError as error:
        yield Check(_("Access"), False, told(error.message))
        return
    if external_id != account.external_id:
        elsewhere = _("The token belongs to the page %(page)s and not to this one; connect it again.")
        yield Check(_("Access"), False, elsewhere % {"page": name})
    else:
        yield Check(_("Access"), True, _("We may speak for the page %(page)s.") % {"page": name})
    yield checking.quota(api)


def _subscribed(api: Api, account: Account) -> set[str]:
    listed = api.get(f"{path_id(account.external_id)}/subscribed_apps")
    ours = [each for each in listed.shapes("data") if each.maybe_identifier("id") == app_id(api.application)]
    return {name for each in ours for name in each.texts("subscribed_fields")}

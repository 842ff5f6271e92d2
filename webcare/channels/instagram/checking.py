"""The connection test: everything that an Instagram account needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.instagram import connect
from webcare.channels.instagram.api import Api, page_of
from webcare.channels.instagram.limits import PERMISSIONS
from webcare.channels.lines import last_event
from webcare.channels.meta import checking, registering
from webcare.channels.meta.api import path_id, understood
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each for access, quota, permissions, their end, webhook, events, the page, and the last event."""
    try:
        api = Api.of(account)
    except DeliveryError as error:
        return [Check(_("Access"), False, told(error.message))]
    return [
        *_access(api, account),
        *checking.token(api, account, PERMISSIONS),
        checking.tried(_("Webhook"), lambda: checking.webhook(api, "instagram")),
        checking.tried(_("Events"), lambda: checking.events(api, connect.FIELDS, _registered(api))),
        checking.tried(_("Page"), lambda: _page(api, account)),
        last_event(account),
    ]


def _access(api: Api, account: Account) -> Iterator[Check]:
    try:
        with understood():
            found = api.get("me", fields="id,name,instagram_business_account{id,username}")
            linked = found.maybe_shape("instagram_business_account")
            external_id = linked.identifier("id") if linked else ""
    except DeliveryError as error:
        yield Check(_("Access"), False, told(error.message))
        return
    if external_id != account.external_id:
        elsewhere = _("The page %(page)s is no longer linked to this account; connect it again.")
        yield Check(_("Access"), False, elsewhere % {"page": found.maybe_words("name")})
    else:
        name = linked.maybe_words("username") if linked else ""
        yield Check(_("Access"), True, _("We may speak for %(account)s on Instagram.") % {"account": f"@{name}"})
    yield checking.quota(api)


def _registered(api: Api) -> set[str]:
    ours = registering.registered(api, "instagram")
    return {each.words("name") for each in ours.shapes("fields")} if ours else set()


def _page(api: Api, account: Account) -> Check:
    if connect.passed_on(api, path_id(page_of(account))):
        return Check(_("Page"), True, _("The page passes on what happens on Instagram."))
    return Check(_("Page"), False, _("The page passes nothing on from Instagram; connect the account again."))

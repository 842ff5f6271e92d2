"""The connection test: everything that a number needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.lines import last_event
from webcare.channels.meta import checking
from webcare.channels.meta.api import app_id, path_id, understood
from webcare.channels.meta.fields import Shape
from webcare.channels.whatsapp.api import Api, business_of, number_of
from webcare.channels.whatsapp.connect import KIND, NUMBER_FIELDS
from webcare.channels.whatsapp.limits import PERMISSIONS
from webcare.channels.whatsapp.templates import templates
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each for access, quality, quota, permissions, their end, webhook, events, templates and the last event."""
    try:
        api = Api.of(account)
    except DeliveryError as error:
        return [Check(_("Access"), False, told(error.message))]
    return [
        *_access(api, account),
        *checking.token(api, account, PERMISSIONS),
        checking.tried(_("Webhook"), lambda: checking.webhook(api, KIND)),
        checking.tried(_("Events"), lambda: _events(api, account)),
        checking.tried(_("Templates"), lambda: _templates(account)),
        last_event(account),
    ]


def _access(api: Api, account: Account) -> Iterator[Check]:
    try:
        with understood():
            number = api.get(path_id(number_of(account)), fields=NUMBER_FIELDS)
            shown, quality = number.maybe_words("display_phone_number"), number.maybe_words("quality_rating")
    except DeliveryError as error:
        yield Check(_("Access"), False, told(error.message))
        return
    yield Check(_("Access"), True, _("We may speak for %(number)s on WhatsApp.") % {"number": shown})
    if quality == "RED":
        poor = _("Customers block or report this number often; WhatsApp may limit it.")
        yield Check(_("Quality"), False, poor)
    yield checking.quota(api)


def _events(api: Api, account: Account) -> Check:
    listed = api.get(f"{path_id(business_of(account))}/subscribed_apps")
    ours = app_id(api.application)
    if any(_app_in(each) == ours for each in listed.shapes("data")):
        return Check(_("Events"), True, _("WhatsApp tells us what happens."))
    return Check(_("Events"), False, _("WhatsApp does not tell us what happens; connect the account again."))


def _app_in(listed: Shape) -> str:
    data = listed.maybe_shape("whatsapp_business_api_data")
    return data.maybe_identifier("id") if data else ""


def _templates(account: Account) -> Check:
    count = len(templates(account))
    if not count:
        none = _("There is no approved template, so that nothing can leave a day after the customer's last words.")
        return Check(_("Templates"), False, none)
    return Check(_("Templates"), True, _("%(count)s templates can be chosen after the window.") % {"count": count})

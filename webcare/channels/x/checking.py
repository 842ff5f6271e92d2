"""The connection test: everything that an account on X needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.calling import application_of
from webcare.channels.lines import agreed, last_event, tried
from webcare.channels.x import subscribing
from webcare.channels.x.api import Api, understood
from webcare.channels.x.limits import LITTLE_LEFT, PERMISSIONS
from webcare.channels.x.problems import until_reset
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each for access, rate limit, permissions, webhook, subscriptions and the last event."""
    return [
        *_access(account),
        *agreed("X", account, PERMISSIONS),
        tried("X", _("Webhook"), _webhook, account),
        tried("X", _("Events"), _events, account),
        last_event(account),
    ]


def _access(account: Account) -> Iterator[Check]:
    try:
        api = Api.of(account)
        with understood():
            me = api.get("/2/users/me").shape("data")
            handle, external_id = me.maybe_words("username"), me.identifier("id")
    except DeliveryError as error:
        yield Check(_("Access"), False, told(error.message))
        return
    if external_id != account.external_id:
        elsewhere = _("The access belongs to @%(handle)s and not to this account; connect it again.")
        yield Check(_("Access"), False, elsewhere % {"handle": handle})
    else:
        yield Check(_("Access"), True, _("We may read and write as @%(handle)s.") % {"handle": handle})
    yield _rate(api.headers)


def _rate(headers: httpx2.Headers) -> Check:
    try:
        most, left = int(headers["x-rate-limit-limit"]), int(headers["x-rate-limit-remaining"])
    except (KeyError, ValueError):
        return Check(_("Rate limit"), True, _("X told no limit."))
    minutes = round(until_reset(headers).total_seconds() / 60)
    sentence = _("%(left)s of %(most)s calls of this kind are left; they start afresh in %(minutes)s min.")
    numbers = {"left": left, "most": most, "minutes": minutes}
    return Check(_("Rate limit"), left > most * LITTLE_LEFT, sentence % numbers)


def _webhook(account: Account) -> Check:
    application = application_of(account)
    ours = application.settings.get("webhook_id")
    found = next((each for each in subscribing.webhooks(application) if each.identifier("id") == ours), None)
    if not ours or found is None:
        return Check(_("Webhook"), False, _("X knows no webhook of ours; connect the account again."))
    url = found.maybe_words("url")
    if not found.flag("valid"):
        stopped = _("X stopped calling %(url)s, since it got no right answer; we ask it to try again.")
        return Check(_("Webhook"), False, stopped % {"url": url})
    return Check(_("Webhook"), True, _("X calls %(url)s.") % {"url": url})


def _events(account: Account) -> Check:
    webhook_id = str(application_of(account).settings.get("webhook_id", ""))
    there = {each.maybe_words("event_type") for each in subscribing.subscriptions(account, webhook_id)}
    wanted = (*subscribing.PUBLIC, *subscribing.PRIVATE)
    missing = [kind for kind in wanted if kind not in there]
    if missing:
        untold = _("X does not tell us %(kinds)s; connect the account again.") % {"kinds": ", ".join(missing)}
        return Check(_("Events"), False, untold)
    return Check(_("Events"), True, _("X tells us %(count)s kinds of events.") % {"count": len(wanted)})

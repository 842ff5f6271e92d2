"""The connection test: the token, whether LINE reaches us, what is left of the plan, and the last event."""

from __future__ import annotations

from django.utils.translation import gettext as _

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.line.addresses import NAME
from webcare.channels.line.api import Api, understood
from webcare.channels.lines import last_event, tried
from webcare.lib.sentence import told

LITTLE_LEFT = 0.1  # of the plan's messages


def check(account: Account) -> list[Check]:
    """One line each; without a token that works there is nothing else to try."""
    api = Api(account)
    try:
        with understood():
            ours = api.get("/v2/bot/info")
            known, called = ours.identifier("userId"), ours.maybe_words("displayName")
    except DeliveryError as error:
        return [Check(_("Access token"), False, told(error.message))]
    if known != account.external_id:
        wrong = _("The token belongs to %(other)s and not to this account; connect that one as an account of its own.")
        return [Check(_("Access token"), False, wrong % {"other": called})]
    return [
        _token(account, called),
        tried(NAME, _("Webhook"), _webhook, account, api),
        tried(NAME, _("Messages of the plan"), _plan, api),
        last_event(account),
    ]


def _token(account: Account, called: str) -> Check:
    ends = renewing.ends_at(account) if account.secrets.get("private_key") else None
    if ends is None:
        return Check(_("Access token"), True, _("We speak as %(name)s.") % {"name": called})
    renews = _("We speak as %(name)s; the token lasts until %(day)s and renews itself.")
    return Check(_("Access token"), True, renews % {"name": called, "day": f"{ends:%Y-%m-%d}"})


def _webhook(account: Account, api: Api) -> Check:
    """LINE tries it at once, and says what it got."""
    known, ours = api.get("/v2/bot/channel/webhook/endpoint"), str(account.settings.get("hook_url", ""))
    if known.maybe_words("endpoint") != ours:
        other = _("LINE calls %(url)s and not us; connect the account again.")
        return Check(_("Webhook"), False, other % {"url": known.maybe_words("endpoint")})
    if not known.flag("active"):
        return Check(
            _("Webhook"), False, _("LINE does not call us: switch on “Use webhook” in its developers console.")
        )
    test = api.post("/v2/bot/channel/webhook/test", {"endpoint": ours})
    if not test.flag("success"):
        said = {"reason": test.maybe_words("reason") or "?", "detail": test.maybe_words("detail")[:200]}
        return Check(_("Webhook"), False, _("LINE does not reach us (%(reason)s): %(detail)s") % said)
    return Check(_("Webhook"), True, _("LINE reaches us at %(url)s.") % {"url": ours})


def _plan(api: Api) -> Check:
    quota, used = (
        api.get("/v2/bot/message/quota"),
        api.get("/v2/bot/message/quota/consumption").count("totalUsage") or 0,
    )
    most = quota.count("value")
    if quota.words("type") != "limited" or most is None:
        return Check(
            _("Messages of the plan"), True, _("%(used)s pushed this month; there is no limit.") % {"used": used}
        )
    words = {"used": used, "most": most}
    if most - used <= most * LITTLE_LEFT:
        few = _("%(used)s of %(most)s pushed this month. Later answers than after a minute need a larger plan at LINE.")
        return Check(_("Messages of the plan"), False, few % words)
    return Check(_("Messages of the plan"), True, _("%(used)s of %(most)s pushed this month.") % words)

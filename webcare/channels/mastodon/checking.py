"""The connection test: access, permissions, the server, the lists, the last event."""

from __future__ import annotations

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.chosen import chosen
from webcare.channels.lines import last_event, permission, tried
from webcare.channels.mastodon import connect, streaming
from webcare.channels.mastodon.api import NAME, Api, understood
from webcare.channels.mastodon.catching import NOTICES
from webcare.channels.mastodon.fields import known_as
from webcare.channels.mastodon.limits import CHARACTERS, PERMISSIONS, POLL_SECONDS, most
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each; without access there is nothing else to try."""
    try:
        api = Api(account)
        with understood():
            me = api.get("/api/v1/accounts/verify_credentials")
            known = known_as(str(account.settings.get("domain", "")), me.identifier("id"))
    except DeliveryError as error:
        return [Check(_("Access token"), False, told(error.message))]
    if known != account.external_id:
        wrong = _("The token belongs to %(other)s and not to this account; connect that one as an account of its own.")
        return [Check(_("Access token"), False, wrong % {"other": f"@{me.maybe_words('acct')}"})]
    return [
        Check(_("Access token"), True, _("We speak as @%(handle)s.") % {"handle": account.handle}),
        *_permissions(account),
        tried(NAME, _("Server"), _server, account, api),
        tried(NAME, _("Messages"), _lists, api),
        _stream(account),
        last_event(account),
    ]


def _permissions(account: Account) -> list[Check]:
    """The server says with the token what it may do; a token that was typed in says nothing."""
    granted = set(str(account.settings.get("scopes", "")).split())
    if not granted:
        unknown = _("What the token may do, the server tells only when somebody agrees on its own page.")
        return [Check(_("Permissions"), True, unknown)]
    return [permission(one, is_there=bool({one.name, one.name.partition(":")[0]} & granted)) for one in PERMISSIONS]


def _server(account: Account, api: Api) -> Check:
    """What it allows may have changed since the account was connected."""
    server = connect.instance(api)
    account.settings[CHARACTERS] = str(connect.characters_of(server) or "")
    if account.pk:
        account.save(update_fields=["settings"])
    facts = {"version": server.maybe_words("version")[:60], "most": most(account)}
    return Check(_("Server"), True, _("Version %(version)s; a post may have %(most)s characters.") % facts)


def _stream(account: Account) -> Check:
    """No trouble where there is none: what comes is noticed a little later."""
    name = _("At once")
    try:
        with streaming.opened(account):
            return Check(name, True, _("The server tells what happens as it happens."))
    except DeliveryError as error:
        seconds = {"seconds": chosen(account, "poll_seconds", POLL_SECONDS), "reason": told(error.message)}
        later = _(
            "The server keeps no line open for us, so that its lists are read every %(seconds)s seconds: %(reason)s"
        )
        return Check(name, True, later % seconds)


def _lists(api: Api) -> Check:
    api.page(NOTICES, [("limit", "1")])
    api.page("/api/v1/conversations", [("limit", "1")])
    return Check(_("Messages"), True, _("We may read who names the account, and what is said to it alone."))

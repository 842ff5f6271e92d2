"""The connection test: the session, notifications, private messages, the last event."""

from __future__ import annotations

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.limits import chats
from webcare.channels.bluesky.sessions import NAME
from webcare.channels.lines import last_event, tried


def check(account: Account) -> list[Check]:
    """One line each."""
    return [
        tried(NAME, _("Access"), _access, account),
        tried(NAME, _("Reading"), _reading, account),
        tried(NAME, _("Private messages"), _chats, account),
        last_event(account),
    ]


def _access(account: Account) -> Check:
    session = Api(account).get("com.atproto.server.getSession")
    if session.did("did") != account.external_id:
        return Check(_("Access"), False, _("The access belongs to another account; connect this one again."))
    return Check(_("Access"), True, _("We may read and write as @%(handle)s.") % {"handle": session.words("handle")})


def _reading(account: Account) -> Check:
    Api(account).get("app.bsky.notification.listNotifications", limit=1)
    return Check(_("Reading"), True, _("%(list)s can be read.") % {"list": "listNotifications"})


def _chats(account: Account) -> Check:
    name = _("Private messages")
    if not chats(account):
        return Check(name, True, _("They are switched off for this account."))
    Api(account).get("chat.bsky.convo.listConvos", chat=True, limit=1)
    return Check(name, True, _("%(list)s can be read.") % {"list": "listConvos"})

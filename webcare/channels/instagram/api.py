"""Calls to the Graph API for an Instagram account, as the Facebook page that it is linked to."""

from __future__ import annotations

from webcare.channels.account import Account
from webcare.channels.instagram.inbox import INBOX
from webcare.channels.meta import api, direct
from webcare.channels.meta.direct import Direct


class Api(api.Api):
    """With the token of the page."""

    network = "Instagram"


def speaking(account: Account) -> Direct:
    """The account in its private messages, which belong to the page."""
    return Direct(Api.of(account), account, page_of(account), INBOX, platform=direct.INSTAGRAM)


def page_of(account: Account) -> str:
    """The page that the account is linked to, as `connect` learned it."""
    return str(account.settings.get("page_id", ""))

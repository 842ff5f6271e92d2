"""Connecting an official account: its keys have to open the door. Where WeChat calls us is entered there by hand."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.wechat import tokens
from webcare.channels.wechat.api import Api
from webcare.channels.wechat.fields import IDENTIFIER
from webcare.lib.sentence import Sentence

NO_PERSON = Sentence(_("“%(written)s” is no openid; WeChat knows people by one for each account."))


def connect(account: Account) -> None:
    """WeChat does not say which account it is, so that somebody has to; the caller stores it."""
    known = str(account.settings.get("original_id", "")).strip()
    if not known.startswith("gh_") or not IDENTIFIER.match(known):
        raise DeliveryError(_("The original ID of the account begins with gh_; look it up in its settings."), True)
    application = Api.of(account).application
    tokens.renewed(application, stale=tokens.held(application))
    account.external_id = known
    account.name = account.handle = str(account.settings.get("display_name", "")).strip()[:255] or known


def recipient(written: str) -> str:
    """Nobody can be looked up by a name. Raises DeliveryError."""
    known = written.strip()
    if not IDENTIFIER.match(known):
        raise DeliveryError(NO_PERSON(written=written), True)
    return known

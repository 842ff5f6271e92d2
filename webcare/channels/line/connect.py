"""An official account is connected by its channel: who it is, and that LINE calls us."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.line import tokens
from webcare.channels.line.api import Api, understood
from webcare.channels.line.fields import PERSON
from webcare.lib.sentence import Sentence

NO_PERSON = Sentence(
    _(
        "“%(written)s” is no id of a person. LINE lets an account write only to those whose id it knows; it begins with U."
    )
)


def connect(account: Account, hook_url: str) -> None:
    """Who the token belongs to; then where LINE calls. The caller stores the account."""
    if not hook_url:
        raise DeliveryError(_("LINE can only call us through a registration; choose one."), True)
    api = Api(account)
    with understood():
        ours = api.get("/v2/bot/info")
        account.external_id = ours.identifier("userId")
        account.handle = (ours.maybe_words("premiumId") or ours.maybe_words("basicId"))[:255]
        account.name = ours.maybe_words("displayName")[:255]
    api.call("PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": hook_url})
    account.settings["hook_url"] = hook_url


def disconnect(account: Account) -> None:
    """LINE goes on calling until somebody tells it otherwise; what it says is refused."""
    tokens.give_back(account)


def recipient(written: str) -> str:
    """Names lead nowhere for an account."""
    if not PERSON.match(written.strip()):
        raise DeliveryError(NO_PERSON(written=written), True)
    return written.strip()

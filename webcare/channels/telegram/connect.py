"""A bot is connected by its token: who it is, and how its updates come to us."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.telegram.api import Api, understood
from webcare.channels.telegram.catching import UPDATES, asks
from webcare.channels.telegram.door import secret_token
from webcare.channels.telegram.fields import Shape
from webcare.lib.sentence import Sentence

PERSON = re.compile(r"[0-9]{1,20}\Z")
NO_NUMBER = Sentence(
    _("“%(written)s” is no number of a person. Telegram lets a bot write only to those whose number it knows.")
)


def connect(account: Account, hook_url: str) -> None:
    """Ask who the bot is, then have Telegram call us, or stop it from calling anybody."""
    api = Api.of(account)
    bot = who(api)
    with understood():
        account.external_id = str(bot.number("id"))
        account.handle, account.name = bot.maybe_words("username"), bot.maybe_words("first_name")
    if asks(account):
        api.call("deleteWebhook", {"drop_pending_updates": False})
        return
    if account.application is None or not hook_url:
        raise DeliveryError(
            _("Telegram can only call us through a registration; choose one, or ask for messages."), True
        )
    account.settings["hook_url"] = hook_url
    secret = secret_token(account.application.key, account.external_id)
    api.call("setWebhook", {"url": hook_url, "secret_token": secret, "allowed_updates": list(UPDATES)})


def disconnect(account: Account) -> None:
    """No more calls; what waits stays with Telegram for a day."""
    if not asks(account):
        Api.of(account).call("deleteWebhook", {"drop_pending_updates": False})


def introduce(account: Account, text: str) -> None:
    """The description, which a chat shows while nothing is written in it."""
    Api.of(account).call("setMyDescription", {"description": text})


def who(api: Api) -> Shape:
    """The bot itself."""
    answer = api.call("getMe")
    with understood():
        return answer.shape("result")


def recipient(written: str) -> str:
    """A person's number; names lead nowhere for a bot."""
    if not PERSON.match(written.strip()):
        raise DeliveryError(NO_NUMBER(written=written), True)
    return written.strip()

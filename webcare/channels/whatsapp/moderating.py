"""Order on our number: people who may no longer write to it. What was said cannot be taken back by a program."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.meta.api import path_id
from webcare.channels.whatsapp.api import Api, number_of
from webcare.channels.whatsapp.sending import addressed
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("WhatsApp knows no action “%(action)s”."))
METHODS = {"block": "POST", "unblock": "DELETE"}


def moderate(account: Account, action: str, handle_id: str) -> None:
    """Block somebody, or let them in again; WhatsApp blocks only those who wrote within a day."""
    if action not in METHODS:
        raise DeliveryError(NO_ACTION(action=action), True)
    [person] = addressed(handle_id).values()
    wish = {"messaging_product": "whatsapp", "block_users": [{"user": person}]}
    Api.of(account).call(METHODS[action], f"{path_id(number_of(account))}/block_users", json=wish)

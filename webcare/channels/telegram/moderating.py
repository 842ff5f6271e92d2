"""What we said ourselves, changed or taken away again."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.telegram.api import Api
from webcare.channels.telegram.limits import CAPTION
from webcare.channels.telegram.naming import Name
from webcare.channels.telegram.problems import UNCHANGED, Refused
from webcare.channels.telegram.sending import check_length, tidy
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("Telegram knows no action “%(action)s” for a bot."))
NO_TEXT = ("there is no text in the message to edit", "message can't be edited to a text")


def take_down(account: Account, external_id: str) -> None:
    """For 48 hours; one that is gone already is what was wanted."""
    name = _name(external_id)
    try:
        if name.connection:
            asked = {"business_connection_id": name.connection, "message_ids": [int(name.number)]}
            Api.of(account).call("deleteBusinessMessages", asked)
        else:
            Api.of(account).call("deleteMessage", {"chat_id": int(name.chat), "message_id": int(name.number)})
    except DeliveryError as error:
        if not error.gone:
            raise


def edit(account: Account, external_id: str, text: str) -> None:
    """A text, or the words below a file; that it says so already is no failure."""
    name, told = _name(external_id), tidy(text)
    if not told:
        raise DeliveryError(_("There is nothing to send."), True)
    check_length(told)
    api = Api.of(account)
    asked = {
        "business_connection_id": name.connection, "chat_id": int(name.chat), "message_id": int(name.number),
    }  # fmt: skip
    try:
        _edit(api, "editMessageText", {**asked, "text": told})
    except Refused as error:
        if not error.problem.says(*NO_TEXT):
            raise
        check_length(told, CAPTION)
        _edit(api, "editMessageCaption", {**asked, "caption": told})


def moderate(action: str) -> None:
    """A bot can hide nothing, and mute or block nobody outside of a group that it leads."""
    raise DeliveryError(NO_ACTION(action=action), True)


def _edit(api: Api, method: str, asked: dict[str, object]) -> None:
    try:
        api.call(method, asked)
    except Refused as error:
        if not error.problem.says(UNCHANGED):
            raise


def _name(external_id: str) -> Name:
    name = Name.of(external_id)
    if name is None:
        raise DeliveryError(_("This is no message of Telegram."), True)
    return name

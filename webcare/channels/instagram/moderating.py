"""Order below our posts: hiding comments, blocking people, and removing what we said ourselves."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.instagram.api import Api
from webcare.channels.meta.api import path_id
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("Instagram knows no action “%(action)s”."))
DEEDS = {"block": "BLOCK_USER", "unblock": "UNBLOCK_USER"}


def take_down(account: Account, external_id: str, private: bool) -> None:
    """Remove our own comment; one that is gone already is what was wanted."""
    if private:
        raise DeliveryError(_("Instagram lets no program take a direct message back."), True)
    try:
        Api.of(account).call("DELETE", path_id(external_id))
    except DeliveryError as error:
        if not error.gone:
            raise


def moderate(account: Account, action: str, external_id: str, handle_id: str) -> None:
    """Hide a comment below our posts, or block its author; and undo it."""
    if action in {"hide", "unhide"}:
        Api.of(account).call("POST", path_id(external_id), json={"hide": action == "hide"})
    elif action in DEEDS:
        wish = {"user_ids": [{"id": path_id(handle_id)}], "actions": [DEEDS[action]]}
        Api.of(account).call("POST", f"{path_id(account.external_id)}/moderate_conversations", json=wish)
    else:
        raise DeliveryError(NO_ACTION(action=action), True)

"""Order in our own threads: taking our messages down, hiding replies, muting and blocking people."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.x.api import Api, path_id
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("X knows no action “%(action)s”."))


def take_down(account: Account, external_id: str, private: bool) -> None:
    """Remove our own message; one that is gone already is what was wanted."""
    listing = "dm_events" if private else "tweets"
    try:
        Api.of(account).call("DELETE", f"/2/{listing}/{path_id(external_id)}")
    except DeliveryError as error:
        if not error.gone:
            raise


def moderate(account: Account, action: str, external_id: str, handle_id: str) -> None:
    """Hide a reply below our posts, mute its author for us, or block their direct messages; and undo it."""
    api = Api.of(account)
    if action in {"hide", "unhide"}:
        api.call("PUT", f"/2/tweets/{path_id(external_id)}/hidden", json={"hidden": action == "hide"})
    elif action == "mute":
        muting = f"/2/users/{path_id(account.external_id)}/muting"
        api.call("POST", muting, json={"target_user_id": path_id(handle_id)})
    elif action == "unmute":
        api.call("DELETE", f"/2/users/{path_id(account.external_id)}/muting/{path_id(handle_id)}")
    elif action in {"block", "unblock"}:
        api.call("POST", f"/2/users/{path_id(handle_id)}/dm/{action}")
    else:
        raise DeliveryError(NO_ACTION(action=action), True)

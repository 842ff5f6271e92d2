"""Order on our page: hiding comments, blocking people, changing and removing what we said ourselves."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.facebook import limits
from webcare.channels.facebook.api import Api
from webcare.channels.meta.api import path_id
from webcare.channels.meta.outgoing import check_length, tidy
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("Facebook knows no action “%(action)s”."))
NOT_IN_MESSENGER = _("Messenger lets no page change or take back what it sent.")


def take_down(account: Account, external_id: str, private: bool) -> None:
    """Remove our own comment; one that is gone already is what was wanted."""
    _public_only(private)
    try:
        Api.of(account).call("DELETE", path_id(external_id))
    except DeliveryError as error:
        if not error.gone:
            raise


def edit(account: Account, external_id: str, text: str, private: bool) -> None:
    """Give our own comment another text."""
    _public_only(private)
    told, length = tidy(text), limits.length(account, private)
    if not told:
        raise DeliveryError(_("There is nothing to send."), True)
    check_length("Facebook", length, told)
    Api.of(account).call("POST", path_id(external_id), json={"message": told})


def moderate(account: Account, action: str, external_id: str, handle_id: str) -> None:
    """Hide a comment below our posts, or block its author from the page; and undo it."""
    if action in {"hide", "unhide"}:
        Api.of(account).call("POST", path_id(external_id), json={"is_hidden": action == "hide"})
    elif action in {"block", "unblock"}:
        blocked, person = f"{path_id(account.external_id)}/blocked", path_id(handle_id)
        if action == "block":
            Api.of(account).call("POST", blocked, json={"psid": [person]})
        else:
            Api.of(account).call("DELETE", blocked, params={"psid": person})
    else:
        raise DeliveryError(NO_ACTION(action=action), True)


def _public_only(private: bool) -> None:
    if private:
        raise DeliveryError(NOT_IN_MESSENGER, True)

"""What a page may do with comments on LinkedIn: change and remove its own. It can hide nothing and block nobody."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api
from webcare.channels.linkedin.fields import comment_urn, number_of, post_of
from webcare.channels.linkedin.sending import fits, tidy


def take_down(account: Account, external_id: str) -> None:
    """Remove our comment; one that is gone already is no trouble."""
    try:
        Api(account).call("DELETE", _path(account, external_id))
    except DeliveryError as error:
        if not error.gone:
            raise


def edit(account: Account, external_id: str, text: str) -> None:
    """Give our comment another text."""
    words = tidy(text)
    fits(account, words)
    patch = {"patch": {"message": {"$set": {"text": words}}}}
    Api(account).call("POST", _path(account, external_id), json=patch, headers={"x-restli-method": "PARTIAL_UPDATE"})


def moderate() -> None:
    """Nothing of this kind. Raises DeliveryError."""
    raise DeliveryError(_("LinkedIn lets pages neither hide comments nor mute or block people from here."), True)


def _path(account: Account, external_id: str) -> str:
    comment = comment_urn(external_id)
    if not comment:
        raise DeliveryError(_("LinkedIn knows nothing under this name."), True)
    return f"socialActions/{named(post_of(comment))}/comments/{number_of(comment)}?actor={named(account.external_id)}"

"""Order on Weibo: what we said ourselves can be removed, and nothing else is offered to programs."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.weibo.api import Api, number_of
from webcare.channels.weibo.sending import rip
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("Weibo knows no action “%(action)s”."))


def take_down(account: Account, external_id: str, private: bool) -> None:
    """Remove our own comment or post; one that is gone already is what was wanted."""
    if private:
        raise DeliveryError(_("Weibo lets nobody take back a private message."), True)
    try:
        if external_id.startswith("status:"):
            Api(account).post("statuses/destroy", id=number_of(external_id, "status"), rip=rip(account))
        else:
            Api(account).post("comments/destroy", cid=number_of(external_id, "comment"), rip=rip(account))
    except DeliveryError as error:
        if not error.gone:
            raise


def moderate(account: Account, action: str, external_id: str, handle_id: str) -> None:
    """Weibo has none of it for programs."""
    raise DeliveryError(NO_ACTION(action=action), True)

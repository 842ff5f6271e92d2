"""Lowland Air's own site, with the chat on it: the widget is made, and stands again where the site is today."""

from __future__ import annotations

import os

from webcare.channels.account import Account
from webcare.channels.webchat.forms import COLOUR, END
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK = "webchat"
KEY = cast.CHAT  # the site's page is there before the widget, and has to know what it will be called


def open_chat(brand: Brand) -> Account:
    """The site signs who is on it with the secret that it shares with us."""
    return Account.objects.create(
        network=NETWORK,
        brand=brand,
        external_id=KEY,
        handle="lowlandair.example",
        name=cast.LOWLAND_AIR.name,
        settings={"sites": _site(), "colour": COLOUR, "position": END},
        secrets={"identity_secret": os.environ["WEBCARE_SANDBOX_SECRET"]},
        connected_at=now(),
    )


def find_again() -> None:
    """The site may be elsewhere today."""
    for account in Account.objects.filter(network=NETWORK, external_id=KEY):
        account.keep(settings={"sites": _site()})


def _site() -> str:
    return os.environ["WEBCARE_SANDBOX_URL"]

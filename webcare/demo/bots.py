"""Lowland Air's bot on the make-believe Telegram: made, connected, found again after a restart."""

from __future__ import annotations

import os

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.clocks.introduction import Introduction
from webcare.demo import cast
from webcare.lib.now import now, real_now
from webcare.team.brand import Brand

NETWORK = "telegram"
WORDS = "Lowland Air's webcare, day and night, in your language. {wait}"


def make_bot(network: Sandbox, brand: Brand) -> Account:
    """It has its token; who it is and how it hears of messages comes with the first connection."""
    token = network.bot_token(cast.LOWLAND_AIR.handle)
    account = Account.objects.create(
        network=NETWORK,
        brand=brand,
        application=Application.objects.create(
            network=NETWORK,
            name="Lowland Air on the sandbox's Telegram",
            settings=_bases(),
        ),
        external_id=token.partition(":")[0],
        handle=cast.LOWLAND_AIR.handle,
        name=cast.LOWLAND_AIR.name,
        secrets={"bot_token": token},
        settings={"updates": "webhook"},
        connected_at=now(),
    )
    Introduction.objects.create(account=account, words=WORDS, language="en")
    return account


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for application in Application.objects.filter(network=NETWORK):
        application.keep(settings=_bases())


def _bases() -> dict[str, str]:
    """Where programs find the network, and people."""
    return {"api_base": os.environ["WEBCARE_SANDBOX_URL"], "web_base": os.environ["WEBCARE_SANDBOX_URL"]}


def agree_again(network: Sandbox, account: Account) -> None:
    """The network forgot us."""
    account.keep(secrets={"bot_token": network.bot_token(account.handle)})
    Introduction.objects.filter(account=account).update(is_settled=False, next_attempt_at=real_now())

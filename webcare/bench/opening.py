"""Lowland Air before its first customer, on every network of the make-believe world."""

from __future__ import annotations

from django.db import transaction

from sandbox.client import Sandbox
from webcare.bench.street import SQUARES
from webcare.channels.account import Account
from webcare.demo import bots, cast
from webcare.demo.seeding import found, open_everywhere
from webcare.lib.now import now
from webcare.team.organisation import Organisation


def open_accounts(network: Sandbox) -> None:
    """Those connected whose own ledgers are counted; answers leave at once, and the bot of Telegram asks instead of being called."""
    with transaction.atomic():
        accounts, _ = found(network)
        open_everywhere(network, accounts[cast.LOWLAND_AIR.handle].brand)
        Organisation.objects.update(take_back_seconds=0)
    for bot in Account.objects.filter(network=bots.NETWORK):
        bot.keep(settings={"updates": "asking"})
    Account.objects.exclude(network__in={square.network for square in SQUARES}).update(disconnected_at=now())

"""Lowland Air on the make-believe Bluesky: opened with a few posts and questions, let in anew at each start."""

from __future__ import annotations

import os
from datetime import timedelta

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.registry import adapter
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK = "bluesky"
AIRLINE = cast.LOWLAND_AIR.handle
POSTS = (
    (timedelta(days=4), "Three new night trains meet our first flights to Oslo. Sleep, then fly."),
    (timedelta(hours=18), "Storm on Thursday. Rebook free of charge until Wednesday evening."),
)
ASKED = (  # by whom, how long ago, what, and whether below our last post
    ("Nils Berg", "nils_berg", timedelta(minutes=37), "Does that count for a booking through an agency?", True),
    ("Aoife Byrne", "aoife_byrne", timedelta(minutes=16), f"@{AIRLINE} the app logs me out at every boarding pass", False),
    ("Jan Kok", "jan_kok", timedelta(minutes=6), f"@{AIRLINE} mag mijn cello mee als handbagage?", False),
)  # fmt: skip


def open_account(network: Sandbox, brand: Brand) -> None:
    """The account, the posts that stand there, and who has asked something this hour."""
    *_, latest = [network.bluesky_post(AIRLINE, text, at=now() - ago) for ago, text in POSTS]
    for name, handle, ago, text, below in ASKED:
        network.create_user(handle, name)
        network.bluesky_post(handle, text, below=latest.number if below else "", at=now() - ago)
    keys = network.bluesky_keys(AIRLINE)
    Account.objects.create(
        network=NETWORK,
        brand=brand,
        external_id=keys.did,
        handle=keys.handle,
        name=cast.LOWLAND_AIR.name,
        settings={"identifier": keys.handle, "service": os.environ["WEBCARE_SANDBOX_URL"], "poll_seconds": "5"},
        secrets={"app_password": keys.password},
        connected_at=now() - timedelta(hours=1),
    )


def enter(network: Sandbox) -> None:
    """The networks may listen elsewhere today, or have forgotten us."""
    for account in Account.objects.connected().filter(network=NETWORK):
        account.settings["service"] = os.environ["WEBCARE_SANDBOX_URL"]
        account.secrets = {"app_password": network.bluesky_keys(AIRLINE).password}
        adapter(NETWORK).connect(account, "")
        account.save()

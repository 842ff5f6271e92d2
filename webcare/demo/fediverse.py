"""Lowland Air on the make-believe Mastodon: opened with a few posts and questions, connected anew at each start."""

from __future__ import annotations

import os
from datetime import timedelta

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK, SERVER = "mastodon", "lowland.social"
AIRLINE = cast.LOWLAND_AIR.handle
POSTS = (
    (timedelta(days=5), "Our aircraft now sort their waste on board. It took us longer than it should have."),
    (
        timedelta(hours=19),
        "Storm on Thursday. Rebook free of charge until Wednesday evening: https://lowlandair.example/storm",
    ),
)
ASKED = (  # by whom, how long ago, what, who may read it, and whether below our last post
    ("Ingrid Aas", "ingrid_aas", timedelta(minutes=41), "Does that hold for the return flight too?", "public", True),
    ("Kofi Mensah", "kofi_m", timedelta(minutes=18), "My wheelchair was not on the plane. Booking BX7QTL, please help", "direct", False),
    ("Sanne de Wit", "sannedewit", timedelta(minutes=7), "Is LL1087 naar Oslo morgen nog op tijd?", "public", False),
)  # fmt: skip


def open_account(network: Sandbox, brand: Brand) -> None:
    """The account, the posts that stand there, and who has asked something this hour."""
    *_, latest = [network.toot(AIRLINE, text, at=now() - ago) for ago, text in POSTS]
    for name, handle, ago, text, seen_by, below in ASKED:
        network.create_user(handle, name)
        words = f"@{AIRLINE}@{SERVER} {text}"
        network.toot(handle, words, seen_by=seen_by, answers=latest.id if below else None, at=now() - ago)
    Account.objects.create(
        network=NETWORK,
        brand=brand,
        application=Application.objects.create(
            network=NETWORK,
            name="lowland.social, on the sandbox",
            settings={"api_base": _address(), "poll_seconds": "5"},
        ),
        external_id=f"{SERVER}/{latest.person_id}",
        handle=f"{AIRLINE}@{SERVER}",
        name=cast.LOWLAND_AIR.name,
        settings={"domain": SERVER},
        secrets={"access_token": network.mastodon_token(AIRLINE)},
        connected_at=now() - timedelta(hours=1),
    )


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for application in Application.objects.filter(network=NETWORK):
        application.keep(settings={"api_base": _address()})


def enter(network: Sandbox) -> None:
    """Agree anew, since the networks may have forgotten us."""
    for account in Account.objects.connected().filter(network=NETWORK).select_related("application"):
        account.secrets["access_token"] = network.mastodon_token(AIRLINE)
        adapter(NETWORK).connect(account, "")
        account.save()


def _address() -> str:
    return f"{os.environ['WEBCARE_SANDBOX_URL']}/{SERVER}"

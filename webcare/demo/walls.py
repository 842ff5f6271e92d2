"""Lowland Air's page on the make-believe Facebook: opened with a few posts, connected, found again after a restart."""

from __future__ import annotations

import os
from datetime import timedelta

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK = "facebook"
POSTS = (
    (timedelta(days=9), "From the first of May we fly to Oslo, every morning and every evening."),
    (timedelta(days=5), "Travelling with a bicycle? Tell us two days before, and it flies along."),
    (timedelta(days=2), "Thursday will be stormy. Change your flight free of charge until Wednesday evening."),
    (timedelta(hours=7), "Our lost-and-found desk in the arrivals hall is open day and night from now on."),
)


def open_page(network: Sandbox, brand: Brand, app_id: str) -> Account:
    """The page of Lowland Air, which has posted before; its token is one that does not end by itself."""
    for ago, text in POSTS:
        network.wall_post(cast.LOWLAND_AIR.handle, text, at=now() - ago, events=False)
    keys = network.page_keys(cast.LOWLAND_AIR.handle, app=app_id)
    return Account.objects.create(
        network=NETWORK,
        brand=brand,
        application=Application.objects.create(
            network=NETWORK,
            name="Lowland Air on the sandbox's Facebook",
            settings={"api_base": os.environ["WEBCARE_SANDBOX_URL"], "app_id": keys.app_id},
            secrets={"app_secret": keys.app_secret},
        ),
        external_id=keys.page_id,
        handle=cast.LOWLAND_AIR.handle,
        name=cast.LOWLAND_AIR.name,
        secrets={"page_token": keys.token},
        connected_at=now(),
    )


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for application in Application.objects.filter(network=NETWORK):
        application.keep(settings={"api_base": os.environ["WEBCARE_SANDBOX_URL"]})


def agree_again(network: Sandbox, account: Account, app_id: str) -> None:
    """The network forgot us."""
    keys = network.page_keys(account.handle, app=app_id)
    if account.application:
        account.application.keep(settings={"app_id": keys.app_id}, secrets={"app_secret": keys.app_secret})
    account.keep(secrets={"page_token": keys.token})

"""Lowland Air's page on the make-believe LinkedIn: opened with a few posts, connected, found again after a restart."""

from __future__ import annotations

import os
from datetime import timedelta

from sandbox.client import Sandbox, StewardKeys
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK = "linkedin"
POSTS = (
    (timedelta(days=8), "We are looking for forty new colleagues on board. Training begins in March."),
    (timedelta(days=4), "Business travellers can now change a booking until an hour before departure."),
    (timedelta(hours=9), "Our first aircraft with half the noise flies between Amsterdam and Oslo from today."),
)


def open_page(network: Sandbox, brand: Brand, app_id: str) -> Account:
    """The page of Lowland Air, which has posted before; LinkedIn lets its application have webhooks."""
    for ago, text in POSTS:
        network.wall_post(cast.LOWLAND_AIR.handle, text, at=now() - ago, events=False, on=NETWORK)
    keys = network.steward_keys(cast.LOWLAND_AIR.handle, app=app_id)
    return Account.objects.create(
        network=NETWORK,
        brand=brand,
        application=Application.objects.create(
            network=NETWORK,
            name="Lowland Air on the sandbox's LinkedIn",
            settings={"api_base": os.environ["WEBCARE_SANDBOX_URL"], "webhooks": "true", **_ids(keys)},
            secrets={"client_secret": keys.client_secret},
        ),
        external_id=keys.organization,
        handle=cast.LOWLAND_AIR.handle,
        name=cast.LOWLAND_AIR.name,
        secrets=_access(keys),
        connected_at=now(),
    )


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for application in Application.objects.filter(network=NETWORK):
        application.keep(settings={"api_base": os.environ["WEBCARE_SANDBOX_URL"]})


def agree_again(network: Sandbox, account: Account, app_id: str) -> None:
    """The network forgot us."""
    keys = network.steward_keys(account.handle, app=app_id)
    if account.application:
        account.application.keep(settings=_ids(keys), secrets={"client_secret": keys.client_secret})
    account.keep(secrets=_access(keys))


def _ids(keys: StewardKeys) -> dict[str, str]:
    return {"client_id": keys.client_id, "application_id": keys.app_id}


def _access(keys: StewardKeys) -> dict[str, str]:
    return {"access_token": keys.token, "refresh_token": keys.refresh_token}

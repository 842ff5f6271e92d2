"""Lowland Air on the make-believe LINE: opened at the first start, connected anew at each."""

from __future__ import annotations

import os

from django.conf import settings

from sandbox.client import AppKeys, LineKeys, Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK = "line"
AIRLINE = cast.LOWLAND_AIR.handle
CHATTED = (
    ("佐藤美咲", "misaki_sato", "搭乗口がまだ表示されません。LL1087便です"),
    ("高橋健", "ken_t", "子供用の機内食は今からでも頼めますか？"),
)


def open_account(network: Sandbox, brand: Brand, app: AppKeys) -> None:
    """It has its token; that LINE calls us comes with the first connection."""
    keys = network.line_keys(AIRLINE, app=app.id)
    Account.objects.create(
        network=NETWORK,
        brand=brand,
        application=Application.objects.create(
            network=NETWORK,
            name="Lowland Air on the sandbox's LINE",
            settings=_settings(keys),
            secrets={"channel_secret": keys.channel_secret},
        ),
        external_id=keys.user_id,
        handle=AIRLINE,
        name=cast.LOWLAND_AIR.name,
        secrets={"access_token": keys.token},
        connected_at=now(),
    )


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for application in Application.objects.filter(network=NETWORK):
        application.keep(settings=_bases())


def enter(network: Sandbox, app: AppKeys) -> None:
    """Agree anew, since the network may have forgotten us; the house has to be open by now. Then the first ones write."""
    for account in Account.objects.connected().filter(network=NETWORK).select_related("application"):
        application, keys = account.application, network.line_keys(AIRLINE, app=app.id)
        if application is None:
            continue
        application.keep(settings=_settings(keys), secrets={"channel_secret": keys.channel_secret})
        account.secrets["access_token"] = keys.token
        adapter(NETWORK).connect(account, f"{settings.HOOKS_URL}/hooks/{NETWORK}/{application.key}")
        account.save()
        if account.last_event_at is None:
            for name, handle, text in CHATTED:
                network.create_user(handle, name)
                network.line(handle, AIRLINE, text)


def _settings(keys: LineKeys) -> dict[str, str]:
    return {**_bases(), "channel_id": keys.channel_id}


def _bases() -> dict[str, str]:
    here = os.environ["WEBCARE_SANDBOX_URL"]
    return {"api_base": f"{here}/api.line.me", "data_base": f"{here}/api-data.line.me", "web_base": here}

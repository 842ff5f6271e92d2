"""Lowland Air's other accounts with Meta: a profile on the make-believe Instagram, and a number on WhatsApp."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageOps

from sandbox.client import PageKeys, Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

INSTAGRAM, WHATSAPP = "instagram", "whatsapp"
NETWORKS = (INSTAGRAM, WHATSAPP)
POSTS = (
    (timedelta(days=8), ("#0b3d91", "#f7c873"), "Oslo, from the first of May."),
    (timedelta(days=3), ("#243b53", "#9fb3c8"), "Somewhere above the North Sea, just before the storm."),
    (timedelta(hours=9), ("#3e4c59", "#f0b429"), "Good morning from gate D12."),
)


def open_accounts(network: Sandbox, brand: Brand, app_id: str) -> None:
    """The profile has posted before; the tokens do not end by themselves."""
    for ago, colours, text in POSTS:
        picture = network.upload(cast.LOWLAND_AIR.handle, drawn(*colours))
        network.wall_post(cast.LOWLAND_AIR.handle, text, media_id=picture, at=now() - ago, events=False, on=INSTAGRAM)
    keys = network.page_keys(cast.LOWLAND_AIR.handle, app=app_id)
    for name in NETWORKS:
        Account.objects.create(
            network=name,
            brand=brand,
            application=Application.objects.create(
                network=name,
                name=f"Lowland Air on the sandbox's {name.capitalize()}",
                settings={"api_base": os.environ["WEBCARE_SANDBOX_URL"], "app_id": keys.app_id},
                secrets={"app_secret": keys.app_secret},
            ),
            external_id=keys.instagram_id if name == INSTAGRAM else keys.number_id,
            handle=cast.LOWLAND_AIR.handle,
            name=cast.LOWLAND_AIR.name,
            settings=_settings(name, keys),
            secrets=_secrets(name, keys),
            connected_at=now(),
        )


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for application in Application.objects.filter(network__in=NETWORKS):
        application.keep(settings={"api_base": os.environ["WEBCARE_SANDBOX_URL"]})


def agree_again(network: Sandbox, account: Account, app_id: str) -> None:
    """The network forgot us."""
    keys = network.page_keys(cast.LOWLAND_AIR.handle, app=app_id)
    if account.application:
        account.application.keep(settings={"app_id": keys.app_id}, secrets={"app_secret": keys.app_secret})
    account.keep(settings=_settings(account.network, keys), secrets=_secrets(account.network, keys))


def drawn(above: str, below: str) -> bytes:
    """A sky of two colours."""
    picture = ImageOps.colorize(Image.linear_gradient("L").resize((640, 640)), above, below)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _settings(network: str, keys: PageKeys) -> dict[str, str]:
    if network == INSTAGRAM:
        return {"page_id": keys.page_id}
    return {"phone_number_id": keys.number_id, "business_id": keys.business_id}


def _secrets(network: str, keys: PageKeys) -> dict[str, str]:
    return {"page_token" if network == INSTAGRAM else "access_token": keys.token}

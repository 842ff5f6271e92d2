"""A make-believe network to connect accounts on, and a door of our own that it can call."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import SECRET, network, sandbox
from tests.world import World
from webcare.channels.application import Application

__all__ = ["network", "sandbox"]


@pytest.fixture
def house(live_server: Any, settings: Any) -> str:
    """Where the house can be reached from outside."""
    settings.BASE_URL = settings.HOOKS_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def registration(world: World, sandbox: Sandbox, house: str) -> Application:
    """Our registration with the network; the company's own accounts of the tests make room for real ones."""
    world.x.delete()
    keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=[f"{house}/settings/accounts/consent"])
    return Application.objects.create(
        network="x",
        name="Lowland Air on the sandbox",
        settings={"api_base": sandbox.url, "client_id": keys.client_id},
        secrets={"consumer_secret": SECRET, "client_secret": keys.client_secret, "app_bearer": keys.bearer_token},
    )

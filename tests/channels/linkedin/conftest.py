"""A page of Lowland Air on the make-believe LinkedIn."""

from __future__ import annotations

import pytest

from sandbox.client import OnWall, Sandbox, StewardKeys
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.lib.now import real_now
from webcare.team.brand import Brand


@pytest.fixture
def keys(sandbox: Sandbox) -> StewardKeys:
    """What the page's administrator gave our application."""
    app = sandbox.create_app(redirect_uris=["http://127.0.0.1/back"])
    return sandbox.steward_keys("lowlandair", app=app.id)


@pytest.fixture
def page(db: None, sandbox: Sandbox, keys: StewardKeys) -> Account:
    """Lowland Air's page, whose access is stored."""
    application = Application.objects.create(
        network="linkedin",
        name="Lowland Air on LinkedIn",
        settings={"api_base": sandbox.url, "client_id": keys.client_id, "application_id": keys.app_id},
        secrets={"client_secret": keys.client_secret},
    )
    return Account.objects.create(
        network="linkedin",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=keys.organization,
        handle="lowlandair",
        name="Lowland Air",
        secrets={"access_token": keys.token, "refresh_token": keys.refresh_token},
        connected_at=real_now(),
    )


@pytest.fixture
def storm(sandbox: Sandbox) -> OnWall:
    """A post of the page."""
    return sandbox.wall_post("lowlandair", "Thursday will be stormy.", on="linkedin")

"""Lowland Air on each make-believe network: our registration there, and an account that is not connected yet."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.client import Sandbox
from tests.channels.conftest import SECRET
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.team.brand import Brand

Secrets = dict[str, str]
BACK = "http://127.0.0.1/back"


def presence(network: str, sandbox: Sandbox) -> Account:
    """With the access that its owner gave, and without anything that connecting finds out."""
    settings, secrets, access = _GIVEN[network](sandbox)
    application = Application.objects.create(
        network=network,
        name=f"Lowland Air on {network}",
        settings={"api_base": sandbox.url, **settings},
        secrets=secrets,
    )
    brand, _ = Brand.objects.get_or_create(slug="lowland-air", defaults={"name": "Lowland Air"})
    return Account(network=network, brand=brand, application=application, secrets=access)


def _x(sandbox: Sandbox) -> tuple[Secrets, Secrets, Secrets]:
    keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=[BACK])
    tokens = sandbox.issue_tokens("lowlandair", app=keys.id)
    ours = {"consumer_secret": SECRET, "client_secret": keys.client_secret, "app_bearer": keys.bearer_token}
    access = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""}
    return {"client_id": keys.client_id}, ours, access


def _meta(sandbox: Sandbox) -> tuple[Secrets, Secrets, Secrets]:
    app = sandbox.create_app(consumer_secret=SECRET)
    keys = sandbox.page_keys("lowlandair", app=app.id)
    return {"app_id": app.id}, {"app_secret": SECRET}, {"page_token": keys.token}


def _linkedin(sandbox: Sandbox) -> tuple[Secrets, Secrets, Secrets]:
    app = sandbox.create_app(redirect_uris=[BACK])
    keys = sandbox.steward_keys("lowlandair", app=app.id)
    told = {"client_id": keys.client_id, "application_id": keys.app_id}
    access = {"access_token": keys.token, "refresh_token": keys.refresh_token}
    return told, {"client_secret": keys.client_secret}, access


_GIVEN: dict[str, Callable[[Sandbox], tuple[Secrets, Secrets, Secrets]]] = {
    "x": _x,
    "facebook": _meta,
    "instagram": _meta,
    "linkedin": _linkedin,
}

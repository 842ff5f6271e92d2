"""Lowland Air on each make-believe network: our registration there, and an account that is not connected yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.client import AppKeys, Sandbox
from tests.channels.conftest import SECRET
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.team.brand import Brand

Words = dict[str, str]
BACK = "http://127.0.0.1/back"


@dataclass(frozen=True)
class Given:
    """What an administrator fills in: about our registration, and about the account."""

    settings: Words = field(default_factory=dict)
    secrets: Words = field(default_factory=dict)
    own_settings: Words = field(default_factory=dict)
    own_secrets: Words = field(default_factory=dict)


def presence(network: str, sandbox: Sandbox, *, expires_in: int | None = None) -> Account:
    """With the access that its owner gave, and without anything that connecting finds out."""
    app = sandbox.create_app(consumer_secret=SECRET, redirect_uris=[BACK])
    given = _GIVEN[network](sandbox, app, expires_in)
    application = Application.objects.create(
        network=network,
        name=f"Lowland Air on {network}",
        settings={"api_base": f"{sandbox.url}{_UNDER.get(network, '')}", **given.settings},
        secrets={**given.secrets, "id": app.id},
    )
    brand, _ = Brand.objects.get_or_create(slug="lowland-air", defaults={"name": "Lowland Air"})
    return Account(
        network=network, brand=brand, application=application, settings=given.own_settings, secrets=given.own_secrets
    )


def agreed_again(account: Account, sandbox: Sandbox) -> Words:
    """New access for the same account through the same registration, as its owner gives it once more."""
    application = account.application
    assert application
    known = {"id": application.secrets["id"], "name": application.name, "bearer_token": "", "consumer_secret": SECRET}
    app = AppKeys(**{name: known.get(name, "") for name in AppKeys.__dataclass_fields__})
    return _GIVEN[account.network](sandbox, app, None).own_secrets


def _x(sandbox: Sandbox, app: AppKeys, _expires_in: int | None) -> Given:
    tokens = sandbox.issue_tokens("lowlandair", app=app.id)
    ours = {"consumer_secret": SECRET, "client_secret": app.client_secret, "app_bearer": app.bearer_token}
    access = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""}
    return Given({"client_id": app.client_id}, ours, own_secrets=access)


def _page(sandbox: Sandbox, app: AppKeys, expires_in: int | None) -> Given:
    keys = sandbox.page_keys("lowlandair", app=app.id, expires_in=expires_in)
    return Given({"app_id": app.id}, {"app_secret": SECRET}, own_secrets={"page_token": keys.token})


def _whatsapp(sandbox: Sandbox, app: AppKeys, expires_in: int | None) -> Given:
    keys = sandbox.page_keys("lowlandair", app=app.id, expires_in=expires_in)
    numbers = {"phone_number_id": keys.number_id, "business_id": keys.business_id}
    return Given({"app_id": app.id}, {"app_secret": SECRET}, numbers, {"access_token": keys.token})


def _linkedin(sandbox: Sandbox, app: AppKeys, expires_in: int | None) -> Given:
    keys = sandbox.steward_keys("lowlandair", app=app.id, expires_in=expires_in)
    told = {"client_id": keys.client_id, "application_id": keys.app_id}
    access = {"access_token": keys.token, "refresh_token": keys.refresh_token}
    return Given(told, {"client_secret": keys.client_secret}, own_secrets=access)


def _telegram(sandbox: Sandbox, _app: AppKeys, _expires_in: int | None) -> Given:
    return Given(own_secrets={"bot_token": sandbox.bot_token("lowlandair")})


def _weibo(sandbox: Sandbox, app: AppKeys, expires_in: int | None) -> Given:
    keys = sandbox.weibo_keys("lowlandair", app=app.id, expires_in=expires_in)
    access = {"access_token": keys.token, "fans_token": keys.fans_token}
    return Given({"app_key": keys.app_key}, {"app_secret": keys.app_secret}, {"rip": "198.51.101.7"}, access)


def _mastodon(sandbox: Sandbox, app: AppKeys, _expires_in: int | None) -> Given:
    return Given(own_secrets={"access_token": sandbox.mastodon_token("lowlandair")})


def _bluesky(sandbox: Sandbox, _app: AppKeys, _expires_in: int | None) -> Given:
    keys = sandbox.bluesky_keys("lowlandair")
    at = {"identifier": keys.handle, "service": sandbox.url}
    return Given(own_settings=at, own_secrets={"app_password": keys.password})


_UNDER = {"mastodon": "/lowland.social", "weibo": "/api.weibo.com"}
_GIVEN: dict[str, Callable[[Sandbox, AppKeys, int | None], Given]] = {
    "x": _x,
    "facebook": _page,
    "instagram": _page,
    "whatsapp": _whatsapp,
    "linkedin": _linkedin,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "telegram": _telegram,
    "weibo": _weibo,
}

"""An administrator connects an account of ours, the network ends its access, and it is connected again; nothing is lost meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.exchange import BRAM, SECRET, at_work, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.conversations.conversation import Conversation


@pytest.fixture
def registered(world: World, house: House, sandbox: Sandbox, settings: Any) -> Iterator[World]:
    """X knows us as a developer; no account of ours is connected. A worker is at work."""
    settings.BASE_URL = settings.HOOKS_URL = house.url
    opening(world, sandbox)
    world.x.delete()
    keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=[f"{house.url}/settings/accounts/consent"])
    Application.objects.create(
        network="x",
        name="Lowland Air on X",
        settings={"api_base": sandbox.url, "client_id": keys.client_id},
        secrets={"consumer_secret": SECRET, "client_secret": keys.client_secret, "app_bearer": keys.bearer_token},
    )
    with at_work(world):
        yield world


def test_connecting_losing_and_connecting_again(registered: World, sandbox: Sandbox, sit_down: SitDown) -> None:
    desk = sit_down(registered.joost, "/settings/networks/x/accounts/new")
    desk.get_by_text("What X is asked for").click()
    expect(desk.get_by_text("dm.write")).to_be_visible()
    desk.get_by_role("button", name="Connect with X").press("Enter")
    _agree(desk)
    expect(desk.locator("#checks")).to_contain_text("We may read and write as @lowlandair.", timeout=60_000)
    expect(desk.locator("#checks .late")).to_have_count(0)
    account = Account.objects.get(network="x", brand=registered.air)
    asked = _asked(sandbox, "waar is mijn koffer?")

    sandbox.revoke_tokens("lowlandair")
    asked.reply(registered.anna, text="Hij komt vanavond. ^AG", key=uuid.uuid4().hex)
    wait_until(lambda: Delivery.objects.get().state == "held", "the house has noticed", 60.0)
    desk.goto(asked.path)
    expect(desk.locator(".msg.ours")).to_contain_text("leaves by itself once @lowlandair is connected again")
    desk.goto("/settings/accounts")
    expect(desk.get_by_role("main")).to_contain_text("1 answer waits until it is connected again.")

    missed = sandbox.post(BRAM, "@lowlandair hallo?")
    desk.goto(f"/settings/accounts/{account.pk}")
    desk.get_by_role("button", name="Connect again with X").press("Enter")
    _agree(desk)
    expect(desk.locator("#checks")).to_contain_text("We may read and write as @lowlandair.", timeout=60_000)
    desk.goto(asked.path)
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=60_000)
    assert [each.text for each in sandbox.answers()] == [f"@{BRAM} Hij komt vanavond. ^AG"]
    arrived = Conversation.objects.filter(messages__external_id=missed.id)
    wait_until(arrived.exists, "what was said meanwhile is here", 60.0)
    assert Account.objects.filter(network="x", brand=registered.air).count() == 1


def _agree(desk: Page) -> None:
    """The owner of the account, on the network's own page."""
    desk.get_by_label("in the name of").select_option("lowlandair")
    desk.get_by_role("button", name="Let it in").press("Enter")


def _asked(sandbox: Sandbox, text: str) -> Conversation:
    sandbox.post(BRAM, f"@lowlandair {text}")
    there = Conversation.objects.filter(preview__contains=text)
    wait_until(there.exists, "the question is here", 60.0)
    return there.get()

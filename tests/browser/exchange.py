"""An exchange as browser tests tell it: who is on the network, a customer at their screen, an agent who answers at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House
from tests.browser.running import worker
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.demo import cast
from webcare.lib.now import now, real_now

SECRET = "an-app-secret"
BRAM = cast.BRAM.handle or ""


def opening(world: World, sandbox: Sandbox) -> None:
    """Nobody is on the network but the company and Bram, and nothing is connected yet."""
    sandbox.reset()
    sandbox.clear_faults()
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    sandbox.create_user(BRAM, cast.BRAM.name)
    Account.objects.update(disconnected_at=now())


def connect(world: World, house: House, account: Account, application: Application) -> str:
    """Lowland Air is connected through this registration; the address at which the network calls the house."""
    application.network, application.name = account.network, f"Lowland Air on {account.network}"
    application.save()
    address = f"{house.url}/hooks/{account.network}/{application.key}"
    account.brand, account.application, account.connected_at = world.air, application, real_now()
    adapter(account.network).connect(account, address)
    account.save()
    return address


@contextmanager
def at_work(world: World) -> Iterator[World]:
    """A worker is at work, and an answer leaves after a second."""
    world.organisation.take_back_seconds = 1
    world.organisation.save()
    with worker():
        yield world


@contextmanager
def at_their_screen(chromium: Browser, sandbox: Sandbox, path: str) -> Iterator[Page]:
    """A customer's browser, with that page of the network open."""
    context = chromium.new_context(base_url=sandbox.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(path)
    yield page
    context.close()


def answer(desk: Page, asked: str, text: str) -> None:
    """The agent takes what waits, and answers it."""
    expect(desk.locator("[data-item]").first).to_be_visible(timeout=60_000)
    desk.keyboard.press("Space")
    expect(desk.locator(".msg", has_text=asked)).to_be_visible()
    desk.keyboard.press("r")
    desk.keyboard.type(text)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=30_000)

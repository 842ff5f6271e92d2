"""A customer writes to the bot on Telegram's own page, an agent answers at the desk, and a thumb comes back to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.running import network, wait_until, worker
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.conversations.message import Message
from webcare.conversations.reaction import Reaction
from webcare.demo import cast
from webcare.lib.now import now, real_now

BRAM = cast.BRAM.handle or ""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with network() as sandbox:
        yield sandbox


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's bot is connected and nothing else is, and a worker is at work."""
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    application = Application.objects.create(network="telegram", name="Bots", settings={"api_base": sandbox.url})
    Account.objects.update(disconnected_at=now())
    bot = Account(
        network="telegram", brand=world.air, application=application, connected_at=real_now(),
        secrets={"bot_token": sandbox.bot_token("lowlandair")}, settings={"updates": "webhook"},
    )  # fmt: skip
    adapter("telegram").connect(bot, f"{house.url}/hooks/telegram/{application.key}")
    bot.save()
    world.organisation.take_back_seconds = 1
    world.organisation.save()
    with worker():
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Telegram."""
    context = chromium.new_context(base_url=sandbox.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"/telegram/lowlandair?as={BRAM}")
    yield page
    context.close()


def test_a_question_is_answered_and_a_thumb_comes_back(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("Message", exact=True).fill("Waar is mijn koffer?")
    bram.get_by_role("button", name="Send").click()
    wait_until(lambda: Message.objects.filter(text="Waar is mijn koffer?").exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    desk.keyboard.press("Space")
    expect(desk.locator(".msg")).to_contain_text("Waar is mijn koffer?")
    desk.keyboard.press("r")
    desk.keyboard.type("Hij komt vanavond.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=20_000)

    expect(bram.get_by_role("log")).to_contain_text("Hij komt vanavond. ^AG")
    bram.get_by_role("button", name="React with 👍").click()
    wait_until(Reaction.objects.exists, "the thumb is here", 60.0)
    thumb = desk.locator(".msg.ours").get_by_role("list", name="Reactions")
    expect(thumb).to_contain_text("👍", timeout=30_000)
    bram.get_by_role("button", name="React with 👍").click()
    expect(thumb).to_have_count(0, timeout=60_000)
    assert [each.text for each in sandbox.telegrams()] == ["Waar is mijn koffer?", "Hij komt vanavond. ^AG"]
    wait_until(lambda: Message.objects.count() == 2, "the thumb is no message")

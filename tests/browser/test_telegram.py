"""A customer writes to the bot on Telegram's own page, an agent answers at the desk, and a thumb comes back to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.exchange import BRAM, answer, at_their_screen, at_work, connect, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.conversations.message import Message
from webcare.conversations.reaction import Reaction


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's bot is connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    secrets = {"bot_token": sandbox.bot_token("lowlandair")}
    bot = Account(network="telegram", secrets=secrets, settings={"updates": "webhook"})
    connect(world, house, bot, Application(settings={"api_base": sandbox.url}))
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Telegram."""
    with at_their_screen(chromium, sandbox, f"/telegram/lowlandair?as={BRAM}") as page:
        yield page


def test_a_question_is_answered_and_a_thumb_comes_back(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("Message", exact=True).fill("Waar is mijn koffer?")
    bram.get_by_role("button", name="Send").click()
    wait_until(lambda: Message.objects.filter(text="Waar is mijn koffer?").exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    answer(desk, "Waar is mijn koffer?", "Hij komt vanavond.")

    expect(bram.get_by_role("log")).to_contain_text("Hij komt vanavond. ^AG")
    bram.get_by_role("button", name="React with 👍").click()
    wait_until(Reaction.objects.exists, "the thumb is here", 60.0)
    thumb = desk.locator(".msg.ours").get_by_role("list", name="Reactions")
    expect(thumb).to_contain_text("👍", timeout=30_000)
    bram.get_by_role("button", name="React with 👍").click()
    expect(thumb).to_have_count(0, timeout=60_000)
    assert [each.text for each in sandbox.telegrams()] == ["Waar is mijn koffer?", "Hij komt vanavond. ^AG"]
    wait_until(lambda: Message.objects.count() == 2, "the thumb is no message")

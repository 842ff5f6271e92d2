"""A customer writes on LINE's own page, an agent answers at the desk, and what the customer takes back is gone there too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.exchange import BRAM, SECRET, answer, at_their_screen, at_work, connect, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.conversations.message import Message
from webcare.demo import cast


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's official account is connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    sandbox.create_app(SECRET)
    keys = sandbox.line_keys("lowlandair")
    bases = {"api_base": f"{sandbox.url}/api.line.me", "data_base": f"{sandbox.url}/api-data.line.me"}
    application = Application(
        settings={**bases, "channel_id": keys.channel_id}, secrets={"channel_secret": keys.channel_secret}
    )
    connect(world, house, Account(network="line", secrets={"access_token": keys.token}), application)
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on LINE."""
    with at_their_screen(chromium, sandbox, f"/line/lowlandair?as={BRAM}") as page:
        yield page


def test_a_question_is_answered_and_what_is_taken_back_is_gone(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("Message", exact=True).fill("Waar is mijn koffer?")
    bram.get_by_role("button", name="Send").click()
    wait_until(lambda: Message.objects.filter(text="Waar is mijn koffer?").exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    answer(desk, "Waar is mijn koffer?", "Hij komt vanavond.")
    expect(bram.get_by_role("log")).to_contain_text("Hij komt vanavond. ^AG", timeout=30_000)
    assert Message.objects.get(ours=False).conversation.handle.name == cast.BRAM.name, "LINE was asked who it is"

    bram.get_by_role("button", name="Unsend").click()
    wait_until(lambda: Message.objects.filter(text="Waar is mijn koffer?").count() == 0, "its words are gone", 60.0)
    expect(desk.locator(".msg", has_text="Waar is mijn koffer?")).to_have_count(0, timeout=60_000)
    assert [each.text for each in sandbox.lines()] == ["Hij komt vanavond. ^AG"]

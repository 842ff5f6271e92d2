"""A customer writes on Mastodon's own page, an agent answers at the desk, and the answer and a star stand where they should."""

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


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's account is connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    settings = {"api_base": f"{sandbox.url}/lowland.social", "poll_seconds": "5"}
    us = Account(network="mastodon", secrets={"access_token": sandbox.mastodon_token("lowlandair")})
    connect(world, house, us, Application(settings=settings))
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Mastodon."""
    with at_their_screen(chromium, sandbox, f"/mastodon/lowlandair?as={BRAM}") as page:
        yield page


def test_a_question_to_us_alone_is_answered_to_them_alone(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("What is new?").fill("@lowlandair Waar is mijn koffer?")
    bram.get_by_label("Who may read it").select_option("Only who is named")
    bram.get_by_role("button", name="Post", exact=True).click()
    wait_until(lambda: Message.objects.filter(private=True).exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    answer(desk, "Waar is mijn koffer?", "Hij komt vanavond.")

    theirs = bram.get_by_role("article", name="Post by Lowland Air")
    expect(theirs).to_contain_text("Hij komt vanavond. ^AG", timeout=30_000)
    theirs.get_by_role("button", name="Star").click()
    signs = desk.locator(".msg.ours").get_by_role("list", name="Reactions")
    expect(signs).to_contain_text("⭐", timeout=60_000)
    [ours] = sandbox.toots(brands=1)
    assert (ours.seen_by, ours.text) == ("direct", f"@{BRAM}@town.example Hij komt vanavond. ^AG")
    assert Message.objects.count() == 2, "what we sent is not taken in a second time"

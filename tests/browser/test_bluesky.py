"""A customer asks on Bluesky's own page, an agent answers at the desk, and a heart comes back to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import SitDown
from tests.browser.exchange import BRAM, answer, at_their_screen, at_work, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.registry import adapter
from webcare.conversations.message import Message
from webcare.conversations.reaction import Reaction
from webcare.lib.now import real_now


@pytest.fixture
def connected(world: World, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's account is connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    keys = sandbox.bluesky_keys("lowlandair")
    settings = {"identifier": keys.handle, "service": sandbox.url, "poll_seconds": "2"}
    account = Account(network="bluesky", settings=settings, secrets={"app_password": keys.password})
    account.brand, account.connected_at = world.air, real_now()
    adapter("bluesky").connect(account, "")
    account.save()
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Bluesky."""
    with at_their_screen(chromium, sandbox, f"/bluesky?as={BRAM}") as page:
        yield page


def test_a_question_is_answered_and_a_heart_comes_back(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("What is new?").fill("@lowlandair waar is mijn koffer?")
    bram.get_by_role("button", name="Post", exact=True).click()
    wait_until(lambda: Message.objects.filter(text__contains="mijn koffer").exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    answer(desk, "waar is mijn koffer?", "Hij komt vanavond.")

    [asked, ours] = sandbox.bluesky_posts()
    assert (ours.text, ours.above) == ("Hij komt vanavond. ^AG", asked.uri)
    bram.goto(f"/bluesky/posts/{asked.number}")
    expect(bram.locator("#stream")).to_contain_text("Hij komt vanavond.")
    bram.locator(f"#like-{ours.number}").click()
    wait_until(Reaction.objects.exists, "the heart is here", 60.0)
    heart = desk.locator(".msg.ours").get_by_role("list", name="Reactions")
    expect(heart).to_contain_text("❤", timeout=30_000)

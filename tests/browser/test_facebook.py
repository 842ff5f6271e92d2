"""A customer comments and writes on Facebook's own pages, an agent answers at the desk, and it stands where they look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

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
from webcare.lib.now import real_now


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's page is connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    sandbox.create_app(consumer_secret=SECRET)
    keys = sandbox.page_keys("lowlandair")
    page = Account(network="facebook", secrets={"page_token": keys.token})
    ours = {"api_base": sandbox.url, "app_id": keys.app_id}
    connect(world, house, page, Application(settings=ours, secrets={"app_secret": keys.app_secret}))
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Facebook."""
    with at_their_screen(chromium, sandbox, f"/facebook?as={BRAM}") as page:
        yield page


def test_the_answer_to_a_comment_stands_below_it(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    flight = sandbox.wall_post("lowlandair", "From May on we fly to Oslo.")
    bram.goto(f"/facebook/posts/{flight.id}")
    bram.get_by_label("Your comment").fill("Kan mijn hond mee naar Oslo?")
    bram.get_by_role("button", name="Comment", exact=True).click()
    expect(bram.locator(".post.below")).to_contain_text("Kan mijn hond mee")

    wait_until(lambda: Message.objects.filter(text__contains="hond").exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    expect(desk.locator("[data-item]")).to_contain_text("Bram de Wit")
    answer(desk, "Kan mijn hond mee", "Ja, in een tas onder de stoel.")

    expect(bram.locator(".post.deeper")).to_contain_text("Ja, in een tas onder de stoel. ^AG")
    [asked, answered] = sandbox.wall_thread(flight.id)
    assert (answered.handle, answered.parent_id) == ("lowlandair", asked.id)
    wait_until(lambda: sandbox.counts().waiting == 0, "Facebook has told us of our own words too")
    wait_until(lambda: Message.objects.count() == 2, "they are one message")


def test_messenger_is_too_late_after_a_day_until_the_customer_writes_again(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    sandbox.chat(BRAM, "lowlandair", "Waar is mijn koffer?", at=real_now() - timedelta(hours=25))
    wait_until(Message.objects.exists, "the question is here", 60.0)
    desk = sit_down(connected.anna)
    expect(desk.locator("[data-item]")).to_have_count(1)
    desk.keyboard.press("Space")
    expect(desk.locator(".msg")).to_contain_text("Waar is mijn koffer?")
    expect(desk.get_by_text("too late since")).to_be_visible()
    desk.keyboard.press("r")
    desk.keyboard.type("Hij komt vanavond.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("The network took answers here until")).to_be_visible()
    assert [each.from_page for each in sandbox.chats()] == [False]

    bram.goto("/messenger/lowlandair")
    expect(bram.get_by_role("log")).to_contain_text("Waar is mijn koffer?")
    bram.get_by_label("Message", exact=True).fill("Hallo?")
    bram.get_by_role("button", name="Send").click()
    expect(desk.locator(".msg", has_text="Hallo?")).to_be_visible(timeout=60_000)
    desk.reload()
    expect(desk.get_by_text("the network takes it until")).to_be_visible()
    desk.keyboard.press("r")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Hij komt vanavond.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=20_000)
    expect(bram.get_by_role("log")).to_contain_text("Hij komt vanavond. ^AG")
    ours = desk.locator(".msg.ours", has_text="Hij komt vanavond.")
    expect(ours).to_contain_text("seen", timeout=60_000)
    bram.get_by_role("button", name="React with ❤").last.click()
    expect(ours.get_by_role("list", name="Reactions")).to_contain_text("❤", timeout=60_000)

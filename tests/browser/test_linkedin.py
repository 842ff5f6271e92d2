"""A customer comments on LinkedIn's own pages, an agent answers at the desk, and it stands where they look."""

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
    """Lowland Air's page is connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    keys = sandbox.steward_keys("lowlandair", app=sandbox.create_app().id)
    page = Account(network="linkedin", secrets={"access_token": keys.token})
    ours = {"api_base": sandbox.url, "application_id": keys.app_id, "webhooks": "true"}
    connect(world, house, page, Application(settings=ours, secrets={"client_secret": keys.client_secret}))
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on LinkedIn."""
    with at_their_screen(chromium, sandbox, f"/linkedin?as={BRAM}") as page:
        yield page


def test_the_answer_to_a_comment_stands_below_it(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    quiet = sandbox.wall_post("lowlandair", "Half the noise from today.", on="linkedin")
    bram.goto(f"/linkedin/posts/{quiet.id}")
    bram.get_by_label("Your comment").fill("Ook naar Oslo?")
    bram.get_by_role("button", name="Comment", exact=True).click()
    expect(bram.locator(".post.below")).to_contain_text("Ook naar Oslo?")

    wait_until(lambda: Message.objects.filter(text__contains="Oslo").exists(), "the question is here", 60.0)
    desk = sit_down(connected.anna)
    expect(desk.locator("[data-item]")).to_contain_text("Bram de Wit")
    answer(desk, "Ook naar Oslo?", "Vanaf vandaag.")
    expect(desk.locator(".msg .context")).to_contain_text("Half the noise from today.")

    expect(bram.locator(".post.deeper")).to_contain_text("Vanaf vandaag. ^AG")
    [asked, answered] = sandbox.wall_thread(quiet.id, on="linkedin")
    assert (answered.handle, answered.parent_id) == ("lowlandair", asked.id)
    wait_until(lambda: sandbox.counts().waiting == 0, "LinkedIn has told us of our own words too")
    wait_until(lambda: Message.objects.count() == 2, "they are one message")

"""A customer comments on LinkedIn's own pages, an agent answers at the desk, and it stands where they look."""

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
from webcare.demo import cast
from webcare.lib.now import now, real_now

BRAM = cast.BRAM.handle or ""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with network() as sandbox:
        yield sandbox


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air's page is connected and nothing else is, and a worker is at work."""
    sandbox.reset()
    sandbox.clear_faults()
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    sandbox.create_user(BRAM, cast.BRAM.name)
    keys = sandbox.steward_keys("lowlandair", app=sandbox.create_app().id)
    application = Application.objects.create(
        network="linkedin",
        name="Lowland Air on LinkedIn",
        settings={"api_base": sandbox.url, "application_id": keys.app_id, "webhooks": "true"},
        secrets={"client_secret": keys.client_secret},
    )
    Account.objects.update(disconnected_at=now())
    page = Account(
        network="linkedin", brand=world.air, application=application, secrets={"access_token": keys.token},
        connected_at=real_now(),
    )  # fmt: skip
    adapter("linkedin").connect(page, f"{house.url}/hooks/linkedin/{application.key}")
    page.save()
    world.organisation.take_back_seconds = 1
    world.organisation.save()
    with worker():
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on LinkedIn."""
    context = chromium.new_context(base_url=sandbox.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"/linkedin?as={BRAM}")
    yield page
    context.close()


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
    desk.keyboard.press("Space")
    expect(desk.locator(".msg")).to_contain_text("Ook naar Oslo?")
    expect(desk.locator(".msg .context")).to_contain_text("Half the noise from today.")
    desk.keyboard.press("r")
    desk.keyboard.type("Vanaf vandaag.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=20_000)

    expect(bram.locator(".post.deeper")).to_contain_text("Vanaf vandaag. ^AG")
    [asked, answer] = sandbox.wall_thread(quiet.id, on="linkedin")
    assert (answer.handle, answer.parent_id) == ("lowlandair", asked.id)
    wait_until(lambda: sandbox.counts().waiting == 0, "LinkedIn has told us of our own words too")
    wait_until(lambda: Message.objects.count() == 2, "they are one message")

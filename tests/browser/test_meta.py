"""Instagram and WhatsApp at the desk: a comment is answered below a picture, and after a day a template goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import PageKeys, Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.exchange import BRAM, SECRET, answer, at_their_screen, at_work, connect, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.conversations.message import Message
from webcare.demo.meta import drawn
from webcare.lib.now import real_now

Connect = Callable[[Account], None]


@pytest.fixture
def keys(world: World, sandbox: Sandbox) -> PageKeys:
    opening(world, sandbox)
    sandbox.create_app(consumer_secret=SECRET)
    return sandbox.page_keys("lowlandair")


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox, keys: PageKeys) -> Iterator[Connect]:
    """Connects the one account that a story is about; a worker is at work."""

    def connected(account: Account) -> None:
        ours = {"api_base": sandbox.url, "app_id": keys.app_id}
        connect(world, house, account, Application(settings=ours, secrets={"app_secret": keys.app_secret}))

    with at_work(world):
        yield connected


@pytest.fixture
def bram(chromium: Browser, keys: PageKeys, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen."""
    with at_their_screen(chromium, sandbox, f"/people?as={BRAM}") as page:
        yield page


def test_a_comment_below_a_picture_is_answered_there(
    world: World, connected: Connect, keys: PageKeys, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    connected(Account(network="instagram", secrets={"page_token": keys.token}))
    picture = sandbox.upload("lowlandair", drawn("#0b3d91", "#f7c873"))
    oslo = sandbox.wall_post("lowlandair", "Oslo, from the first of May.", media_id=picture, on="instagram")
    bram.goto(f"/instagram/posts/{oslo.id}")
    bram.get_by_label("Your comment").fill("Kan mijn hond mee naar Oslo?")
    bram.get_by_role("button", name="Comment", exact=True).click()
    expect(bram.locator(".post.below")).to_contain_text("Kan mijn hond mee")

    wait_until(lambda: Message.objects.filter(text__contains="hond").exists(), "the question is here", 60.0)
    desk = sit_down(world.anna)
    answer(desk, "Kan mijn hond mee", "Ja, in een tas onder de stoel.")
    expect(bram.locator(".post.deeper")).to_contain_text("Ja, in een tas onder de stoel. ^AG")


def test_after_a_day_a_template_goes_out_on_whatsapp(
    world: World, connected: Connect, keys: PageKeys, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    ids = {"phone_number_id": keys.number_id, "business_id": keys.business_id}
    connected(Account(network="whatsapp", settings=ids, secrets={"access_token": keys.token}))
    sandbox.chat(BRAM, "lowlandair", "Waar is mijn koffer?", at=real_now() - timedelta(hours=25), on="whatsapp")
    wait_until(Message.objects.exists, "the question is here", 60.0)
    desk = sit_down(world.anna)
    expect(desk.locator("[data-item]")).to_have_count(1)
    desk.keyboard.press("Space")
    expect(desk.locator(".msg")).to_contain_text("Waar is mijn koffer?")
    write = desk.locator("#write")
    expect(write.get_by_role("combobox", name="Template")).to_have_value("about_your_question/nl")
    expect(write.get_by_label("Your text")).to_be_hidden()
    write.get_by_role("combobox", name="Template").select_option("flight_changed/en")
    write.get_by_label("flight", exact=True).fill("LL1031")
    write.get_by_role("combobox", name="Template").select_option("about_your_question/nl")
    expect(write.get_by_label("flight", exact=True)).to_have_count(0)
    write.get_by_label("1", exact=True).fill("Bram")
    write.get_by_label("2", exact=True).fill("uw koffer")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=20_000)
    expect(desk.locator(".msg.ours")).to_contain_text("Hallo Bram, wij hebben een antwoord op uw vraag over uw koffer.")

    bram.goto("/whatsapp/lowlandair")
    expect(bram.get_by_role("log")).to_contain_text("Hallo Bram, wij hebben een antwoord op uw vraag over uw koffer.")
    bram.get_by_label("Message", exact=True).fill("Ja, graag")
    bram.get_by_role("button", name="Send").click()
    expect(desk.locator(".msg", has_text="Ja, graag")).to_be_visible(timeout=60_000)
    desk.reload()
    expect(desk.get_by_text("in your own words, then only templates")).to_be_visible()
    [*_before, template, _answer] = sandbox.chats(on="whatsapp")
    assert template.tag == "template:about_your_question"

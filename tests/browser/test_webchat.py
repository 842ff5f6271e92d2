"""The chat on the airline's own site: on a phone, by keyboard, over a lost connection, from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, FrameLocator, Page, Route, expect

from sandbox.client import Sandbox
from tests.browser.conftest import PHONE, House, SitDown
from tests.browser.exchange import BRAM, answer, at_their_screen, at_work
from tests.browser.exchange import connect as bring_in
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.connecting import Wish, connect
from webcare.channels.webchat.line import ChatLine
from webcare.conversations.message import Message
from webcare.lib.now import now

ASKED = "Waar is mijn koffer?"


@pytest.fixture
def widget(world: World, house: House, sandbox: Sandbox) -> Iterator[Account]:
    """The chat is the only thing that is connected, and a worker is at work."""
    Account.objects.update(disconnected_at=now())
    account = connect(Wish("webchat", world.air, None, {"sites": f"{sandbox.url} {near(sandbox)}"}, {}), world.joost)
    with at_work(world):
        yield account


@pytest.fixture
def site(chromium: Browser, widget: Account, house: House, sandbox: Sandbox, sit_down: SitDown) -> Iterator[Page]:
    """A visitor's phone on the airline's site, which has a content policy of its own."""
    context = chromium.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        locale="en",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("pageerror", lambda error: house.complaints.append(f"site: {error.stack}"))
    page.on("console", lambda told: house.complaints.append(told.text) if "Content Security" in told.text else None)
    page.goto(f"{near(sandbox)}/site?script={house.url}/chat/{widget.external_id}.js")
    yield page
    context.close()


def near(sandbox: Sandbox) -> str:
    """The site by a name of the house's own: as `www` is to `webcare`, so that a browser keeps things for the frame."""
    return sandbox.url.replace("127.0.0.1", "localhost")


def panel(page: Page) -> FrameLocator:
    return page.frame_locator("#webcare-chat iframe")


def write(page: Page, text: str) -> None:
    panel(page).get_by_label("Your message").fill(text)
    panel(page).get_by_role("button", name="Send").click()


def test_on_a_phone_a_question_is_answered_and_a_reload_keeps_it(world: World, site: Page, sit_down: SitDown) -> None:
    site.get_by_role("button", name="Chat with us").tap()
    box = site.locator("#webcare-chat iframe").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"]), "it fills the screen"
    write(site, ASKED)
    wait_until(lambda: Message.objects.filter(text=ASKED).exists(), "the question is here", 60)
    desk = sit_down(world.anna)
    answer(desk, ASKED, "Hij komt vanavond.")
    log = panel(site).get_by_role("log")
    expect(log).to_contain_text("Hij komt vanavond.", timeout=60_000)
    wait_until(lambda: Message.objects.filter(ours=True, seen_at__isnull=False).exists(), "the desk knows", 60)

    panel(site).get_by_role("button", name="Close the chat").tap()
    expect(site.get_by_role("button", name="Chat with us", exact=True)).to_be_focused()
    desk.keyboard.press("r")
    desk.keyboard.type("Om acht uur.")
    desk.keyboard.press("Control+Enter")
    expect(site.get_by_role("button", name="Chat with us, new messages: 1")).to_be_visible(timeout=60_000)
    site.reload()
    expect(site.get_by_role("button", name="Chat with us, new messages: 1")).to_be_visible(timeout=60_000)
    site.get_by_role("button", name="Chat with us").tap()
    expect(log.get_by_role("listitem")).to_have_count(3)
    expect(log).to_contain_text("Om acht uur.")


def test_a_visitor_goes_on_in_telegram_and_is_answered_there(
    world: World, site: Page, house: House, sandbox: Sandbox, sit_down: SitDown, chromium: Browser
) -> None:
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    bases = {"api_base": sandbox.url, "web_base": sandbox.url}
    bot = Account(
        network="telegram", secrets={"bot_token": sandbox.bot_token("lowlandair")}, settings={"updates": "webhook"}
    )
    bring_in(world, house, bot, Application(settings=bases))
    site.get_by_role("button", name="Chat with us").tap()
    write(site, ASKED)
    wait_until(lambda: Message.objects.filter(text=ASKED).exists(), "the question is here", 60)
    panel(site).get_by_text("Go on elsewhere").tap()
    link = panel(site).get_by_role("link", name="Go on in Telegram").get_attribute("href") or ""
    with at_their_screen(chromium, sandbox, f"{link.removeprefix(sandbox.url)}&as={BRAM}") as bram:
        expect(bram.get_by_label("Message", exact=True)).to_have_value(re.compile("/start [A-Z0-9]{12}"))
        bram.get_by_role("button", name="Send").click()
        onward = panel(site).locator("#onward")
        expect(onward).to_contain_text("You went on in Telegram", timeout=60_000)
        desk = sit_down(world.anna, Message.objects.get(text=ASKED).conversation.path)
        expect(desk.get_by_text("what you write here leaves there")).to_be_visible()
        desk.keyboard.press("r")
        desk.keyboard.type("Hij komt vanavond.")
        desk.keyboard.press("Control+Enter")
        expect(bram.get_by_role("log")).to_contain_text("Hij komt vanavond. ^AG", timeout=30_000)
    expect(panel(site).get_by_role("log")).not_to_contain_text("vanavond")
    write(site, "Dank je wel!")
    expect(onward).to_be_hidden(timeout=60_000)


def test_what_was_written_without_a_connection_is_sent_once_when_it_is_back(site: Page, widget: Account) -> None:
    site.get_by_role("button", name="Chat with us").tap()
    write(site, "Hallo?")
    waiting = panel(site).locator(".waiting")
    wait_until(lambda: ChatLine.objects.count() == 1, "it is here", 60)
    expect(waiting).to_have_count(0)

    def lost(route: Route) -> None:
        with suppress(Error):  # of the page that is reloaded meanwhile
            route.fetch()  # it arrives, and the answer is lost on the way back
            route.abort()

    site.route("**/messages", lost)
    write(site, ASKED)
    expect(waiting).to_contain_text(f"{ASKED}")
    expect(waiting).to_contain_text("on its way")
    wait_until(lambda: ChatLine.objects.filter(text=ASKED).count() == 1, "the house has it", 60)
    site.reload()
    site.get_by_role("button", name="Chat with us").tap()
    expect(waiting).to_have_count(1)
    other = other_tab(site)
    expect(panel(other).locator(".waiting")).to_have_count(1)
    site.unroute("**/messages")
    expect(waiting).to_have_count(0, timeout=60_000)
    expect(panel(other).get_by_role("log").get_by_role("listitem")).to_have_count(2)
    expect(panel(other).locator(".waiting")).to_have_count(0)
    expect(panel(site).get_by_role("log").get_by_role("listitem")).to_have_count(2)
    assert ChatLine.objects.filter(text=ASKED).count() == 1


def other_tab(site: Page) -> Page:
    """Another tab of the same visitor, through which no stream comes, and which never asks by itself."""
    other = site.context.new_page()
    other.add_init_script("window.setInterval = () => 0")
    other.route("**/live/chat", lambda route: route.abort())
    other.route("**/messages", lambda route: route.abort())
    other.goto(site.url)
    other.get_by_role("button", name="Chat with us").tap()
    return other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_keyboard_alone_and_nothing_keeps_anybody_out(
    site: Page, scheme: str, widget: Account, house: House, sandbox: Sandbox
) -> None:
    """On a site by another name, where this browser keeps nothing for frames: the chat lasts as long as the page."""
    Account.objects.filter(network="email").update(disconnected_at=None)
    site.goto(f"{sandbox.url}/site?script={house.url}/chat/{widget.external_id}.js")
    site.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words
    button = site.get_by_role("button", name="Chat with us")
    button.focus()
    site.keyboard.press("Enter")
    field = panel(site).get_by_label("Your message")
    expect(field).to_be_focused()
    site.keyboard.type("One line")
    site.keyboard.press("Shift+Enter")
    site.keyboard.type("and another")
    site.keyboard.press("Enter")
    wait_until(lambda: ChatLine.objects.filter(text="One line\nand another").exists(), "it is here", 60)
    expect(panel(site).locator(".waiting")).to_have_count(0)
    panel(site).get_by_text("Answer me by mail").focus()
    site.keyboard.press("Enter")
    found = Axe().run(site)
    assert found.violations_count == 0, found.generate_report()
    field.focus()
    site.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_on_a_page_from_right_to_left_it_stands_on_the_other_side(
    site: Page, widget: Account, house: House, sandbox: Sandbox
) -> None:
    site.set_viewport_size({"width": 1200, "height": 800})
    site.goto(f"{sandbox.url}/site?lang=ar&script={house.url}/chat/{widget.external_id}.js")
    button = site.get_by_role("button", name="Chat with us")
    box = button.bounding_box()
    assert box is not None
    assert box["x"] < 100
    button.click()
    write(site, "أين حقيبتي؟")
    mine = panel(site).locator("li.theirs p", has_text="أين حقيبتي؟")
    expect(mine).to_have_css("direction", "rtl")
    assert panel(site).locator("html").get_attribute("dir") == "rtl"
    place, whole = mine.bounding_box(), site.locator("#webcare-chat iframe").bounding_box()
    assert place is not None
    assert whole is not None
    assert place["x"] - whole["x"] < whole["width"] / 2, "what one says oneself stands where lines end"


def test_a_stranger_in_the_page_is_not_listened_to(site: Page) -> None:
    site.get_by_role("button", name="Chat with us").tap()
    expect(panel(site).get_by_label("Your message")).to_be_focused()
    site.evaluate("window.postMessage({ webcare: 'chat', act: 'close' }, '*')")
    site.evaluate("window.postMessage({ webcare: 'chat', act: 'news', count: 7, talked: true }, '*')")
    assert site.evaluate("new Promise((go) => setTimeout(() => go(localStorage.getItem('webcare-chat')), 0))") is None
    expect(site.locator("#webcare-chat iframe")).to_be_visible()

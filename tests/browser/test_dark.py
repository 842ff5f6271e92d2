"""X goes away while customers wait: declared by keyboard, one is told on Telegram, the board says so, and it is light again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import PHONE, House, SitDown
from tests.browser.exchange import BRAM, SECRET, at_their_screen, at_work, connect, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.outage import declare
from webcare.channels.refuge import Plan
from webcare.conversations.conversation import Conversation
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.lib.now import now

LIAM = cast.LIAM.handle or ""
PAGE = "/settings/networks/x"


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air is on X and on Telegram, which is the refuge, and a worker is at work."""
    opening(world, sandbox)
    sandbox.create_user(LIAM, cast.LIAM.name)
    keys = sandbox.create_app(consumer_secret=SECRET)
    secrets = {"consumer_secret": SECRET, "client_secret": keys.client_secret, "app_bearer": keys.bearer_token}
    registered = {"api_base": sandbox.url, "client_id": keys.client_id}
    tokens = sandbox.issue_tokens("lowlandair", app=keys.id)
    world.x.secrets = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""}
    world.x.disconnected_at = None
    connect(world, house, world.x, Application(settings=registered, secrets={**secrets, "id": keys.id}))
    bot = Account(
        network="telegram", secrets={"bot_token": sandbox.bot_token("lowlandair")}, settings={"updates": "webhook"}
    )
    connect(world, house, bot, Application(settings={"api_base": sandbox.url}))
    Plan.objects.create(network="x", refuge=bot)
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Telegram."""
    with at_their_screen(chromium, sandbox, f"/telegram/lowlandair?as={BRAM}") as page:
        yield page


def waiting(sandbox: Sandbox, handle: str, network: str, text: str) -> Conversation:
    """Somebody has asked something there, and it is at the desk."""
    if network == "x":
        sandbox.post(handle, f"@lowlandair {text}")
    else:
        sandbox.telegram(handle, "lowlandair", text)
    there = Conversation.objects.filter(network=network, preview__contains=text)
    wait_until(there.exists, f"“{text}” is here", 60.0)
    return there.get()


def test_the_whole_story_by_keyboard(connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page) -> None:
    thanks = waiting(sandbox, BRAM, "telegram", "Dank je wel!")
    question = waiting(sandbox, BRAM, "x", "waar is mijn koffer?")
    thanks.handle.link(
        Handle.objects.get(pk=question.handle_id).customer, connected.noor, Proof.BOTH, "said so on both"
    )
    other = waiting(sandbox, LIAM, "x", "is my flight on time?")
    sandbox.faults(away=["x"])
    other.reply(connected.anna, text="It is on time. ^AG", key=uuid.uuid4().hex)

    noor = sit_down(connected.noor, PAGE)
    noor.keyboard.press("d")
    expect(noor.get_by_role("heading", level=1)).to_contain_text("Declare X dark since")
    expect(noor.locator("#main")).to_contain_text("1 of those who wait can be written to in private elsewhere")
    noor.keyboard.press("Control+Enter")
    expect(noor.get_by_role("heading", level=1)).to_contain_text("X has been dark since")
    board = sit_down(None, "/board")
    expect(board.get_by_role("status").filter(has_text="X has not been reachable since")).to_contain_text("Telegram")

    noor.keyboard.press("l")
    expect(bram.get_by_role("log")).to_contain_text("X is op dit moment niet bereikbaar.", timeout=60_000)
    expect(noor.locator("#outage")).to_contain_text("Conversations led elsewhere1", timeout=30_000)
    desk = sit_down(connected.anna, question.path)
    expect(desk.get_by_text("what you write here leaves there")).to_be_visible()
    desk.keyboard.press("r")
    desk.keyboard.type("Hij komt vanavond.")
    desk.keyboard.press("Control+Enter")
    expect(bram.get_by_role("log")).to_contain_text("Hij komt vanavond. ^AG", timeout=60_000)
    wait_until(lambda: not Conversation.objects.get(pk=question.pk).is_waiting, "he waits no more", 60.0)
    wait_until(lambda: Delivery.objects.get(account=connected.x).error, "the other answer is held", 60.0)
    assert sandbox.answers() == []

    sandbox.faults(away=[])
    noor.keyboard.press("b")
    expect(noor.get_by_role("heading", level=1)).to_have_text("Is X back?")
    noor.keyboard.press("Control+Enter")
    expect(noor.get_by_text("X is light again.")).to_be_visible()
    wait_until(lambda: len(sandbox.answers()) == 1, "what was held stands on X", 60.0)
    board.reload()
    expect(board.get_by_text("has not been reachable")).to_have_count(0)
    assert [each.text.endswith("^AG") for each in sandbox.telegrams()] == [False, False, True], (
        "told once, answered once"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(world: World, sit_down: SitDown, scheme: str) -> None:
    Plan.objects.create(network="x", refuge=world.mail)
    waits, place = world.conversation(cast.BRAM), world.conversation(cast.BRAM, account=world.mail)
    place.handle.link(waits.handle.customer, world.noor, Proof.BOTH, "said so on both")
    world.conversation(cast.LONG_NAME)
    world.conversation(cast.AVIGAIL, "איפה המזוודה שלי?")
    declare("x", world.noor, now())
    page = sit_down(world.joost, PAGE, viewport=PHONE, color_scheme=scheme)
    for path in (PAGE, f"{PAGE}/plan", f"{PAGE}/return", f"{PAGE}/closing", "/settings/networks", waits.path, "/board"):
        page.goto(path)
        expect(page.locator("main").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path

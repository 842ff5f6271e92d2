"""One complaint through three doors: below a post on Facebook, on in Messenger, again on X; one case, and one solution."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.exchange import BRAM, SECRET, at_their_screen, at_work, connect, opening
from tests.browser.running import wait_until
from tests.world import World
from webcare.cases.case import Case
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.conversations.conversation import Conversation
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Lowland Air is on Facebook and on X, and a worker is at work."""
    opening(world, sandbox)
    app = sandbox.create_app(consumer_secret=SECRET)
    keys = sandbox.page_keys("lowlandair")
    ours = {"api_base": sandbox.url, "app_id": keys.app_id}
    page = Account(network="facebook", secrets={"page_token": keys.token})
    connect(world, house, page, Application(settings=ours, secrets={"app_secret": keys.app_secret}))
    tokens = sandbox.issue_tokens("lowlandair", app=app.id)
    world.x.secrets = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""}
    world.x.disconnected_at = None
    secrets = {"consumer_secret": SECRET, "client_secret": app.client_secret, "app_bearer": app.bearer_token}
    registered = {"api_base": sandbox.url, "client_id": app.client_id}
    connect(world, house, world.x, Application(settings=registered, secrets={**secrets, "id": app.id}))
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen, on Facebook."""
    with at_their_screen(chromium, sandbox, f"/facebook?as={BRAM}") as page:
        yield page


def test_a_comment_goes_on_in_messenger_and_comes_back_on_x_as_one_case(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    flight = sandbox.wall_post("lowlandair", "From May on we fly to Oslo.")
    bram.goto(f"/facebook/posts/{flight.id}")
    bram.get_by_label("Your comment").fill("Waar is mijn koffer?")
    bram.get_by_role("button", name="Comment", exact=True).click()
    public = _here("Waar is mijn koffer?")

    desk = sit_down(connected.anna, public.path)
    desk.get_by_role("radio", name="Public reply").press("ArrowRight")
    expect(desk.get_by_role("radio", name="Private")).to_be_checked()
    expect(desk.locator("#write [data-slot=readers]")).to_contain_text("only Bram de Wit can read this")
    _write(desk, "Wat is uw boekingsnummer?")
    expect(desk.locator("#toasts")).to_contain_text("To Bram de Wit: leaves in")
    bram.goto("/messenger/lowlandair")
    expect(bram.get_by_role("log")).to_contain_text("Wat is uw boekingsnummer? ^AG", timeout=60_000)
    assert [each.handle for each in sandbox.wall_thread(flight.id)] == [BRAM], "nothing of it stands in public"
    bram.get_by_label("Message", exact=True).fill("Dat is van mijn vrouw, ik zoek het op")
    bram.get_by_role("button", name="Send").click()
    private = _here("ik zoek het op", private=True)
    assert not Conversation.objects.get(pk=public.pk).is_waiting, "the private answer counts"

    sandbox.post(BRAM, "@lowlandair nog steeds geen koffer, dag drie!")
    on_x = _here("dag drie")
    on_x.handle.link(
        Handle.objects.get(pk=private.handle_id).customer, connected.noor, Proof.BOTH, "wrote from X that he is it"
    )
    desk.goto(public.path)
    desk.keyboard.press("c")
    desk.get_by_label("Title").fill("Koffer van Bram")
    desk.keyboard.press("Enter")
    expect(desk.locator("#know")).to_contain_text("Koffer van Bram")
    for other in (private, on_x):
        desk.goto(other.path)
        desk.keyboard.press("c")
        desk.get_by_role("button", name="Koffer van Bram").press("Enter")
        expect(desk.locator("#toasts")).to_contain_text("Added to case")
    desk.goto(on_x.path)
    desk.keyboard.press("r")
    _write(desk, "Hij is gevonden en komt vanavond.")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=60_000)

    case = Case.objects.get()
    desk.goto(case.path)
    for said in ("Waar is mijn koffer?", "Wat is uw boekingsnummer?", "ik zoek het op", "dag drie", "komt vanavond"):
        expect(desk.locator("#case-flow")).to_contain_text(said)
    desk.keyboard.press("e")
    desk.get_by_label("How was the customer helped?").fill("Found in Oslo, delivered.")
    desk.get_by_role("button", name="Close the case").click()
    expect(desk.locator("#case-flow")).to_contain_text("Found in Oslo, delivered.")
    case.refresh_from_db()
    assert {each.network for each in Conversation.objects.filter(cases=case)} == {"facebook", "x"}
    assert [each.text for each in sandbox.answers()] == [f"@{BRAM} Hij is gevonden en komt vanavond. ^AG"]


def _here(text: str, *, private: bool = False) -> Conversation:
    there = Conversation.objects.filter(messages__text__contains=text, private=private)
    wait_until(there.exists, f"“{text}” is here", 60.0)
    return there.get()


def _write(desk: Page, text: str) -> None:
    desk.locator("#write-text").fill(text)
    desk.locator("#write-text").press("Control+Enter")

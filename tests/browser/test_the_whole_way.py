"""A customer posts on the network, an agent answers in the browser, the answer stands on the network, the clock stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.running import wait_until, worker
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.clocks.clock import Clock, Hours, StoredPromise
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.person import Person

SECRET = "a-consumer-secret"
PASSWORD = "a suitcase full of rabbits"


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """@lowlandair is connected with the network, a promise is made, and a worker is at work."""
    sandbox.reset()
    sandbox.clear_faults()
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id=world.x.external_id)
    sandbox.create_user(cast.BRAM.handle or "", cast.BRAM.name, followers=cast.BRAM.followers)
    keys = sandbox.create_app(consumer_secret=SECRET)
    world.x.application = Application.objects.create(
        network="x",
        name="Lowland Air on X",
        settings={"api_base": sandbox.url, "client_id": keys.client_id},
        secrets={
            "consumer_secret": SECRET,
            "client_secret": keys.client_secret,
            "app_bearer": keys.bearer_token,
            "id": keys.id,
        },
    )
    tokens = sandbox.issue_tokens("lowlandair", app=keys.id)
    world.x.secrets = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""}
    adapter("x").connect(world.x, f"{house.url}/hooks/x/{world.x.application.key}")
    world.x.save()
    hours = Hours.objects.create(name="Always")
    StoredPromise.objects.create(name="An hour", promise_kind="first", minutes=60, hours=hours)
    Account.objects.exclude(pk=world.x.pk).update(disconnected_at=now())
    world.organisation.take_back_seconds = 1
    world.organisation.save()
    with worker():
        yield world


def test_from_the_customers_post_to_the_answer_on_the_network(
    connected: World, sandbox: Sandbox, sit_down: SitDown
) -> None:
    Person.objects.filter(pk=connected.anna.pk).update(password=make_password(PASSWORD))
    macro = Macro.objects.create(name="On time")
    MacroText.objects.create(macro=macro, language="nl", text="Hoi {first_name}, je vlucht vertrekt op tijd.")

    page = sit_down(None)
    page.get_by_label("Email").fill(connected.anna.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-live", "on")

    asked = sandbox.post(cast.BRAM.handle or "", "@lowlandair vertrekt mijn vlucht naar Lissabon vandaag op tijd?")
    expect(page.locator("[data-item]")).to_contain_text("Bram de Wit", timeout=60_000)

    page.keyboard.press("Space")
    expect(page.locator(".msg")).to_contain_text("vertrekt mijn vlucht")
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=60_000)

    [answer] = wait_until(lambda: sandbox.answers(in_reply_to=asked.id), "the answer stands on the network")
    assert answer.own_text == "Hoi Bram, je vlucht vertrekt op tijd. ^AG"
    clock = wait_until(lambda: Clock.objects.filter(stopped_at__isnull=False).first(), "the clock stopped")
    assert clock and clock.stopped_at
    assert clock.stopped_at - clock.started_at < timedelta(minutes=5)
    expect(page.locator("[data-item]")).to_have_count(0)

    board = sit_down(None, "/board.json")
    wait_until(lambda: '"answered_last_hour": 1' in _again(board), "the board counts it")


def _again(page: Page) -> str:
    page.reload()
    return page.locator("body").inner_text()


def test_a_failed_answer_says_why_and_goes_at_the_second_try(
    connected: World, sandbox: Sandbox, sit_down: SitDown
) -> None:
    asked = sandbox.post(cast.BRAM.handle or "", "@lowlandair waar is mijn koffer?")
    wait_until(Message.objects.exists, "the question is here", 60.0)
    page = sit_down(connected.anna)
    expect(page.locator("[data-item]")).to_have_count(1, timeout=60_000)
    sandbox.faults(sends=["forbidden"])
    page.keyboard.press("Space")
    expect(page.locator(".msg")).to_contain_text("waar is mijn koffer")
    page.keyboard.press("r")
    page.keyboard.type("Hij staat in Lissabon.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.ours .state")).to_contain_text("Not sent.", timeout=60_000)
    assert not sandbox.answers(in_reply_to=asked.id)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=60_000)
    assert len(sandbox.answers(in_reply_to=asked.id)) == 1

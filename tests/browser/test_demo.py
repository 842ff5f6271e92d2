"""The first five minutes of the demo: five steps that tick by what really happens, beside the customer's own side."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import PHONE, House, SitDown
from tests.browser.test_access import assert_accessible
from tests.browser.test_the_whole_way import connected
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.clocks.clock import Clock
from webcare.demo import busy, cast
from webcare.team.person import Person

__all__ = ["connected"]

STEPS = ("Write as a customer", "Press Next", "Answer", "See it stand", "Clock and board")
ANSWER = "Hi Robin, you will make it."


@pytest.fixture
def demo(
    house: House, sandbox: Sandbox, world: World, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> World:
    """The house under demo settings, with the make-believe network beside it and a prepared answer."""
    url = f"http://localhost:{urlsplit(sandbox.url).port}"  # the name by which the house is opened too
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.DEMO, settings.SANDBOX_URL, settings.DATA = True, url, tmp_path
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "frame-src": [*policy["frame-src"], url]}}
    monkeypatch.setenv("WEBCARE_SANDBOX_LOCAL", sandbox.url)
    MacroText.objects.create(macro=Macro.objects.create(name="In time"), language="en", text=ANSWER)
    return world


@pytest.fixture
def connected_demo(connected: World, demo: World) -> World:
    """The same, connected with the network and at work."""
    return demo


def step(page: Page, number: int) -> Any:
    """The mark of a step in the strip."""
    return page.locator(".tour-steps li").nth(number - 1)


def customer(page: Page) -> FrameLocator:
    """What stands in the pane beside the desk."""
    return page.frame_locator("iframe[name=customer]")


def test_the_five_steps_tick_when_they_really_happen(
    connected_demo: World, sandbox: Sandbox, sit_down: SitDown
) -> None:
    page = sit_down(connected_demo.anna)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    expect(page.locator(".tour-steps li")).to_have_text([f"{number}{words}" for number, words in enumerate(STEPS, 1)])
    expect(step(page, 1)).to_have_attribute("aria-current", "step")

    page.keyboard.press("Space")  # clicking ticks nothing: nobody waits
    customer(page).get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".tour-now")).to_contain_text("It arrived", timeout=20_000)
    expect(step(page, 1)).to_have_class("done")
    expect(step(page, 2)).to_have_attribute("aria-current", "step")
    [asked] = sandbox.posts(handle=cast.VISITOR.persona)

    page.keyboard.press("Space")
    expect(page.locator(".msg")).to_contain_text(re.compile("my flight LL1[0-9]{3}"))
    expect(step(page, 2)).to_have_class("done")

    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(step(page, 3)).to_have_class("done")
    expect(customer(page).locator("#stream")).to_contain_text(ANSWER, timeout=20_000)
    expect(step(page, 4)).to_have_class("done")
    assert sandbox.answers(in_reply_to=asked.id)[0].own_text.startswith(ANSWER)

    expect(step(page, 5)).to_have_class("done", timeout=30_000)
    clock = Clock.objects.get(stopped_at__isnull=False)
    assert clock.stopped_at is not None
    assert clock.stopped_at - clock.started_at < timedelta(minutes=5)
    expect(page.locator(".tour-now")).to_contain_text("The board has counted it: 1 in the last hour.")


def test_who_begins_again_has_other_words_in_the_box_and_until_then_sees_their_own_post(
    connected_demo: World, sandbox: Sandbox, sit_down: SitDown
) -> None:
    page = sit_down(connected_demo.anna)
    words = customer(page).locator("textarea").input_value()
    customer(page).get_by_role("button", name="Post", exact=True).click()
    expect(step(page, 1)).to_have_class("done", timeout=20_000)
    page.goto(page.url.rstrip("/") + "/cases")
    expect(customer(page).locator("#stream")).to_contain_text(words.removeprefix("@lowlandair "))
    page.get_by_role("button", name="More of this demo").click()
    page.get_by_role("button", name="Begin the steps again").click()
    expect(customer(page).locator("textarea")).to_have_value(re.compile("my flight LL1[0-9]{3} "))
    expect(customer(page).locator("textarea")).not_to_have_value(words)
    customer(page).get_by_role("button", name="Post", exact=True).click()
    expect(step(page, 1)).to_have_class("done", timeout=20_000)
    assert len(sandbox.posts(handle=cast.VISITOR.persona)) == 2


def test_on_a_phone_the_customer_makes_room_for_the_conversation_that_is_opened(demo: World, sit_down: SitDown) -> None:
    demo.conversation(cast.BRAM, "Is there anybody?")
    page = sit_down(demo.anna, viewport=PHONE, has_touch=True)
    page.get_by_role("button", name="Customer’s side").click()
    expect(page.locator("#pane")).to_be_visible()
    page.locator("#next").click()
    expect(page.locator(".msg")).to_contain_text("Is there anybody?")
    expect(page.locator("#pane")).to_be_hidden()


def test_on_a_phone_no_step_asks_for_a_key(connected_demo: World, sandbox: Sandbox, sit_down: SitDown) -> None:
    page = sit_down(connected_demo.anna, viewport=PHONE, has_touch=True)
    page.get_by_role("button", name="Customer’s side").click()
    customer(page).get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".tour-now")).to_contain_text("It arrived", timeout=20_000)
    page.locator("#next").click()
    expect(page.get_by_text("prepared answers are behind ⓘ")).to_be_visible()
    expect(page.get_by_text("one key away")).to_be_hidden()


def test_what_others_write_ticks_nothing(demo: World, sit_down: SitDown) -> None:
    demo.conversation(cast.BRAM, "Is there anybody?")
    page = sit_down(demo.anna)
    expect(page.locator("[data-item]")).to_have_count(1)
    expect(step(page, 1)).to_have_attribute("aria-current", "step")


def test_the_customers_side_opens_moves_and_is_found_as_it_was_left(demo: World, sit_down: SitDown) -> None:
    page = sit_down(demo.anna)
    pane, edge = page.locator("#pane"), page.locator("#pane-edge")
    expect(pane).to_be_visible()
    expect(customer(page).locator("textarea")).to_have_value(re.compile("^@lowlandair my flight LL1[0-9]{3} to Lisbon"))
    before = pane.bounding_box()
    edge.focus()
    page.keyboard.press("ArrowLeft")
    after = pane.bounding_box()
    assert before
    assert after
    assert after["width"] - before["width"] == 32
    page.keyboard.press("m")
    expect(pane).to_be_hidden()
    page.reload()
    expect(page.locator("#tour")).to_be_visible()
    expect(pane).to_be_hidden()
    page.keyboard.press("m")
    expect(pane).to_be_visible()
    again = pane.bounding_box()
    assert again
    assert again["width"] == after["width"]


def test_the_steps_are_put_away_for_good_and_come_back_when_asked(demo: World, sit_down: SitDown) -> None:
    page = sit_down(demo.anna)
    page.get_by_role("button", name="More of this demo").click()
    page.get_by_role("button", name="Put these steps away").click()
    expect(page.locator("#tour")).to_have_count(0)
    page.reload()
    expect(page.locator(".bar")).to_be_visible()
    expect(page.locator("#tour")).to_have_count(0)
    page.locator(".me").click()
    page.get_by_role("button", name="First steps again").click()
    expect(page.locator("#tour")).to_be_visible()


def test_a_rush_counts_down(demo: World, sit_down: SitDown) -> None:
    page = sit_down(demo.anna)
    assert busy.factor() == 1
    page.get_by_role("button", name="Make it busy").click()
    expect(page.locator(".tour-deeds")).to_contain_text("Ten times as busy, 1")
    assert busy.factor() == 10


def test_a_colleague_is_seen_at_work(demo: World, sit_down: SitDown) -> None:
    demo.conversation(cast.BRAM, "Een?").claim(demo.daniel)
    page = sit_down(demo.anna)
    expect(page.locator(".tour-others")).to_contain_text("Daniel Whitcombe answers Bram de Wit")


def test_whoever_only_reads_is_told_to_be_somebody_else(
    connected_demo: World, sandbox: Sandbox, sit_down: SitDown
) -> None:
    page = sit_down(connected_demo.willem)
    customer(page).get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".tour-now")).to_contain_text("Whoever only reads cannot answer", timeout=20_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_strip(theme: str, demo: World, sit_down: SitDown) -> None:
    Person.objects.update(theme=theme)
    page = sit_down(Person.objects.get(pk=demo.anna.pk))
    expect(customer(page).locator("textarea")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="More of this demo").click()
    assert_accessible(page)


def test_on_a_phone_the_strip_is_one_step_and_the_customer_comes_when_called(demo: World, sit_down: SitDown) -> None:
    page = sit_down(demo.anna, viewport=PHONE, has_touch=True)
    expect(page.locator(".tour-steps li:visible")).to_have_count(1)
    strip = page.locator("#tour").bounding_box()
    assert strip
    assert strip["height"] < 110
    expect(page.locator("#pane")).to_be_hidden()
    page.get_by_role("button", name="Customer’s side").click()
    expect(customer(page).locator("textarea")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Hide the customer’s side").click()
    expect(page.locator("#pane")).to_be_hidden()

"""What stands around an agent's work says what it is, and escape leads back to the list."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.world import World
from webcare.demo import cast
from webcare.ledger.change import changed


def test_the_desk_says_what_it_is_ready_for_as_work_comes_and_goes(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.anna)
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    bram = world.conversation(cast.BRAM, "Wanneer?")
    changed(["queue"])
    expect(page.get_by_role("heading", name="Ready when you are")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_hidden()
    bram.close(world.noor, reason="answered")
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    expect(page.get_by_role("heading", name="Ready when you are")).to_be_hidden()


def test_an_empty_tab_does_not_say_that_nobody_waits(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "Wanneer?")
    page = sit_down(world.anna, "/?tab=snoozed")
    expect(page.get_by_text("Nothing is put off")).to_be_visible()
    expect(page.get_by_role("heading", name="Ready when you are")).to_be_visible()


def test_escape_leads_back_to_the_list_on_a_wide_screen_too(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "Een?")
    sanne = world.conversation(cast.SANNE, "Twee?")
    page = sit_down(world.anna, f"/conversations/{sanne.pk}")
    page.keyboard.press("r")
    expect(page.locator("#write-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#write-text")).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#row-{sanne.pk}")).to_be_focused()
    expect(page.locator("#work")).to_have_attribute("data-conversation", str(sanne.pk))
    page.keyboard.press("?")
    expect(page.locator("#help dt", has_text="Back to the list")).to_have_count(1)


def test_escape_closes_an_open_menu_before_it_leads_anywhere(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.locator(".me").click()
    expect(page.locator("#me")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#me")).to_be_hidden()
    expect(page.locator(f"#row-{bram.pk}")).not_to_be_focused()


def test_the_head_says_what_its_time_is(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    expect(page.locator("#state .sub")).to_contain_text("waits 5 min")
    bram.close(world.noor, reason="answered")
    expect(page.locator("#state .sub")).to_contain_text(re.compile(r"last message .+ ago · closed"))


def test_the_rooms_have_words_and_the_name_of_the_house_stands_on_one_line(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.noor, viewport={"width": 1180, "height": 800})
    rooms = page.get_by_role("navigation", name="Rooms").get_by_role("link")
    assert [room.inner_text() for room in rooms.all()] == ["Desk", "Cases", "Reports", "Settings"]
    page.locator(".promise .words").evaluate("words => words.textContent = 'Answering in 2 h 10 of 60 promised'")
    for width in (1440, 1300, 1180, 1121, 1000, 720):
        page.set_viewport_size({"width": width, "height": 800})
        promise, search = page.locator(".promise").bounding_box(), page.locator(".search-link").bounding_box()
        assert not promise or not search or promise["x"] + promise["width"] <= search["x"], width
        brand, bar = page.locator(".brand").bounding_box(), page.locator(".bar").bounding_box()
        assert brand and bar and brand["height"] < 30
        assert page.locator("#next").bounding_box()["x"] + 60 < width, width  # type: ignore[index]  # it is shown

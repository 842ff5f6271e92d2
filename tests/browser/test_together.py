"""Several people and a lost connection: what changes arrives, nothing moves under the hand, nobody sends twice."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.conftest import House, SitDown
from tests.world import World
from webcare.conversations.draft import Draft
from webcare.demo import cast
from webcare.ledger.change import changed


def test_new_work_arrives_by_itself(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna)
    expect(page.locator("[data-item]")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    world.conversation(cast.SANNE, "Twee?")
    changed(["queue"])
    expect(page.locator("[data-item]")).to_have_count(2)


def test_nothing_moves_under_the_pointer(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    page.locator(".items").hover()
    world.conversation(cast.SANNE, "Twee?")
    changed(["queue"])
    expect(page.get_by_role("button", name="1 new")).to_be_visible()
    expect(page.locator("[data-item]")).to_have_count(1)
    page.get_by_role("button", name="1 new").click()
    expect(page.locator("[data-item]")).to_have_count(2)


def test_two_people_at_one_conversation_see_each_other_and_only_one_sends(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    anna, daniel = (sit_down(person, f"/conversations/{bram.pk}") for person in (world.anna, world.daniel))
    expect(daniel.locator("#flow")).to_contain_text("Anna de Graaf")
    anna.keyboard.press("r")
    anna.keyboard.type("Ik heb hem.")
    expect(daniel.locator("#flow")).to_contain_text("Anna de Graaf has this conversation.")
    daniel.keyboard.press("r")
    daniel.keyboard.type("Ik ook!")
    daniel.keyboard.press("Control+Enter")
    expect(daniel.locator(".toast.wrong").first).to_contain_text("Anna de Graaf has this conversation.")
    assert not bram.messages.filter(ours=True).exists()
    anna.keyboard.press("Control+Enter")
    expect(daniel.locator(".msg.ours")).to_contain_text("Ik heb hem.")
    assert bram.messages.filter(ours=True).count() == 1


def test_taking_over_wants_a_reason(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    bram.claim(world.daniel)
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("t")
    page.get_by_label("Why? Daniel Whitcombe is told.").fill("Daniel has gone home")
    page.get_by_role("dialog").get_by_role("button", name="Take over").click()
    expect(page.locator("#toasts")).to_contain_text("It is yours now.")
    bram.refresh_from_db()
    assert bram.holder == world.anna


def test_what_is_written_without_a_connection_is_kept_and_catches_up(
    world: World, house: House, sit_down: SitDown
) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    page.context.set_offline(True)
    page.keyboard.press("r")
    page.keyboard.type("In een tunnel")
    expect(page.locator("#connection")).to_contain_text("Connection lost. What you write is kept.")
    expect(page.locator("#write-foot")).to_contain_text("Draft kept on this computer")
    world.message(bram, "Hallo?")
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_be_hidden(timeout=15_000)
    expect(page.locator("#flow")).to_contain_text("Hallo?")
    expect(page.locator("#write-foot")).to_contain_text("Draft kept")
    assert Draft.objects.get(conversation=bram).text == "In een tunnel"


def test_another_tab_is_never_overwritten(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    bram.keep_draft(world.anna, "reply", "Uit het andere venster", 0)
    page.keyboard.press("r")
    page.keyboard.type("Hier")
    expect(page.get_by_role("button", name="Use that text")).to_be_visible()
    assert Draft.objects.get().text == "Uit het andere venster"
    page.get_by_role("button", name="Use that text").click()
    expect(page.locator("#write-text")).to_have_value("Uit het andere venster")


def test_a_reload_without_a_network_shows_our_own_page(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.anna)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading")).to_have_text("There is no connection")
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("#queue")).to_be_visible()


def test_what_comes_before_a_new_page_listens_is_on_it_all_the_same(world: World, sit_down: SitDown) -> None:
    other = sit_down(world.noor)
    page = sit_down(world.anna, "/cases", service_workers="block")
    held: list[Route] = []
    page.route("**/live/**", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto("/")
    expect(page.locator("[data-item]")).to_have_count(0)
    expect(other.locator("html")).to_have_attribute("data-live", "on")
    world.conversation(cast.BRAM, "Waar blijft mijn koffer?")
    changed(["queue"])
    expect(other.locator("[data-item]")).to_have_count(1)  # everybody who listened was told
    for route in held:
        route.continue_()
    expect(page.locator("[data-item]")).to_have_count(1)
    assert held, "the page asked for its stream before"

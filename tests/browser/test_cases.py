"""A case over two networks, from the first key to the solution, by keyboard; and a customer who is found to be one."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SitDown
from tests.browser.running import wait_until
from tests.world import World
from webcare.cases.case import Case
from webcare.cases.opening import open_case
from webcare.customers.linking import Proof
from webcare.demo import cast


def test_a_case_over_two_networks_by_keyboard(world: World, sit_down: SitDown) -> None:
    on_x = world.conversation(cast.BRAM, "Waar is mijn koffer?")
    by_mail = world.conversation(cast.BRAM, "Hij is blauw.", account=world.mail)
    by_mail.handle.link(on_x.handle.customer, world.noor, Proof.PHONE, "called")
    page = sit_down(world.anna, f"/conversations/{on_x.pk}")
    page.keyboard.press("c")
    page.get_by_label("Title").fill("Lost blue suitcase")
    page.keyboard.press("Enter")
    expect(page.locator("#know")).to_contain_text("Lost blue suitcase")
    page.goto(f"/conversations/{by_mail.pk}")
    page.keyboard.press("c")
    page.get_by_role("button", name="Lost blue suitcase").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Added to case")
    case = Case.objects.get()
    page.goto(case.path)
    expect(page.locator("#case-flow")).to_contain_text("Waar is mijn koffer?")
    expect(page.locator("#case-flow")).to_contain_text("Hij is blauw.")
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_contain_text("Where does it stand?")
    page.keyboard.press("4")
    expect(page.locator("#case-head")).to_contain_text("waits for others")
    page.keyboard.press("n")
    page.keyboard.type("@daniel can you call Lisbon?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-flow")).to_contain_text("can you call Lisbon?")
    expect(page.locator("#case-note-text")).to_have_value("")
    page.locator("#case-note-text").blur()
    page.keyboard.press("e")
    page.get_by_label("How was the customer helped?").fill("Found in Lisbon, delivered.")
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator("#case-flow")).to_contain_text("Found in Lisbon, delivered.")
    expect(page.locator("#case-know")).to_contain_text("closed the case: Found in Lisbon, delivered.")
    page.keyboard.press("u")
    expect(page.locator("#case-flow")).not_to_contain_text("Found in Lisbon, delivered.")
    wait_until(lambda: Case.objects.get().is_open, "the case is open again")


def test_a_colleagues_change_arrives_without_a_reload(world: World, sit_down: SitDown) -> None:
    case = open_case(world.conversation(cast.BRAM, "Waar is mijn koffer?"), world.anna, title="Suitcase")
    page = sit_down(world.anna, case.path)
    expect(page.locator("#case-heading")).to_contain_text("Suitcase")
    page.locator("#case-note-text").fill("half a no")
    case.retitle("Blue suitcase", world.daniel)
    expect(page.locator("#case-heading")).to_contain_text("Blue suitcase")
    case.gather(world.conversation(cast.BRAM, "Hij is blauw.", account=world.mail), world.daniel)
    expect(page.locator("#case-flow")).to_contain_text("Hij is blauw.")
    expect(page.locator("#case-note-text")).to_have_value("half a no")


def test_a_note_half_written_survives_a_reload(world: World, sit_down: SitDown) -> None:
    case = open_case(world.conversation(cast.BRAM), world.anna)
    page = sit_down(world.anna, case.path)
    page.locator("#case-note-text").fill("call Lisbon before noon")
    page.reload()
    expect(page.locator("#case-note-text")).to_have_value("call Lisbon before noon")


def test_the_list_is_walked_by_keyboard_and_shows_what_changes(world: World, sit_down: SitDown) -> None:
    first = open_case(world.conversation(cast.BRAM), world.anna, title="First")
    second = open_case(world.conversation(cast.SANNE), world.anna, title="Second")
    page = sit_down(world.anna, "/cases")
    page.keyboard.press("j")
    expect(page.locator(f"#case-{first.pk}")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#case-{second.pk}")).to_be_focused()
    first.close(world.daniel, "Found.")
    expect(page.locator(f"#case-{first.pk}")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#case-heading")).to_contain_text("Second")


def test_on_a_phone_everything_of_a_case_is_reached(world: World, sit_down: SitDown) -> None:
    case = open_case(world.conversation(cast.BRAM, "Waar is mijn koffer?"), world.anna, title="x" * 150)
    page = sit_down(world.anna, case.path, viewport=PHONE)
    expect(page.locator("#case-know")).to_contain_text("What happened")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto("/cases")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_two_accounts_are_linked_by_hand_with_a_proof(world: World, sit_down: SitDown) -> None:
    on_x, by_mail = world.conversation(cast.BRAM).handle, world.conversation(cast.BRAM, account=world.mail).handle
    page = sit_down(world.anna, on_x.customer.path)
    page.keyboard.press("l")
    page.get_by_label("Name or handle").press_sequentially("Bram de Wit")
    page.locator("#found").get_by_text(by_mail.handle).click()
    page.get_by_label("confirmed by telephone, on a number that we knew").check()
    page.get_by_label("What exactly?").fill("booking K7PQ2M")
    page.get_by_role("button", name="It is the same person").click()
    expect(page.locator(".accounts")).to_contain_text("booking K7PQ2M")
    by_mail.refresh_from_db()
    assert by_mail.customer_id == on_x.customer_id

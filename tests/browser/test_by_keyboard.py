"""A shift without a mouse: focus is never lost, marks stay where they were, and nothing typed is thrown away."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SitDown
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.conversations.label import Label
from webcare.demo import cast


def test_the_open_one_stays_marked_when_the_list_comes_anew(world: World, sit_down: SitDown) -> None:
    first = world.conversation(cast.BRAM, "Een?")
    second = world.conversation(cast.SANNE, "Twee?")
    page = sit_down(world.anna)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    opened = page.locator(f"#row-{first.pk}")
    expect(opened).to_have_attribute("aria-current", "true")
    first.claim(world.anna)  # its row says so, and is another one
    expect(page.locator(f".item:has(#row-{first.pk})")).to_contain_text("mine")
    expect(opened).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator(f"#row-{second.pk}")).to_be_focused()


def test_what_a_dialog_settles_gives_focus_to_the_next_one(world: World, sit_down: SitDown) -> None:
    first = world.conversation(cast.BRAM, "Een?")
    second = world.conversation(cast.SANNE, "Twee?")
    page = sit_down(world.anna, f"/conversations/{first.pk}")
    page.keyboard.press("s")
    expect(page.locator("#dialog")).to_contain_text("Snooze until")
    page.keyboard.press("1")
    expect(page.locator("#toasts")).to_contain_text("Comes back")
    expect(page.locator(f"#row-{second.pk}")).to_be_focused()


def test_a_list_in_which_nothing_fits_says_so(world: World, sit_down: SitDown) -> None:
    Label.objects.create(name="baggage")
    page = sit_down(world.anna, f"/conversations/{world.conversation(cast.BRAM, 'Een?').pk}")
    page.keyboard.press("l")
    find = page.get_by_placeholder("Find a label")
    find.press_sequentially("zzz")
    expect(page.locator("#dialog")).to_contain_text("Nothing was found")
    find.fill("bag")
    expect(page.get_by_text("Nothing was found")).to_be_hidden()


def test_escape_leaves_the_search_box_and_its_words_stay(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.anna, "/search?q=koffer")
    box = page.locator("#asked")
    box.focus()
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    expect(box).to_have_value("koffer")


def test_the_language_is_corrected_by_two_keys_and_its_name(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Wanneer vertrekt mijn vlucht?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.get_by_placeholder("Find a language").press_sequentially("german")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("German")
    bram.refresh_from_db()
    assert bram.language == "de"


def test_what_we_know_is_put_away_again_on_a_phone(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.anna, f"/conversations/{world.conversation(cast.BRAM, 'Een?').pk}", viewport=PHONE)
    page.keyboard.press("i")
    close = page.locator("#know").get_by_role("button", name="Close")
    expect(close).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#know")).to_be_hidden()
    expect(page.locator(".know-more")).to_be_focused()
    page.locator(".know-more").click()
    close.click()
    expect(page.locator("#know")).to_be_hidden()


def test_a_prepared_answer_does_not_run_into_a_link_that_stands_there(world: World, sit_down: SitDown) -> None:
    macro = Macro.objects.create(name="Looking")
    MacroText.objects.create(macro=macro, language="nl", text="We kijken.")
    page = sit_down(world.anna, f"/conversations/{world.conversation(cast.BRAM, 'Wanneer vertrekt mijn vlucht?').pk}")
    page.keyboard.press("r")
    page.keyboard.type("https://example.org/a")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#write-text")).to_have_value("https://example.org/a We kijken.")


def test_the_key_right_after_a_closed_dialog_is_no_letter_for_its_box(world: World, sit_down: SitDown) -> None:
    Label.objects.create(name="baggage")
    page = sit_down(world.anna, f"/conversations/{world.conversation(cast.BRAM, 'Een?').pk}")
    page.keyboard.press("l")
    expect(page.get_by_placeholder("Find a label")).to_be_focused()
    page.evaluate("""() => {  // quicker than a hand: the browser has not moved the focus out of it yet
        const box = document.activeElement;
        document.getElementById("dialog").close();
        box.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true, cancelable: true }));
    }""")
    expect(page.locator("#dialog")).to_contain_text("Snooze until")

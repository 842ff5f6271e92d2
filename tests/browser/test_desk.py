"""An agent's hour at the desk: take, write, send, take back, undo, all by keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.running import wait_until
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.conversations.label import Label
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.team.organisation import Organisation


def prepare(name: str, text: str, language: str = "nl") -> None:
    MacroText.objects.create(macro=Macro.objects.create(name=name), language=language, text=text)


def test_from_next_to_sent_takes_four_keys(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Wanneer vertrekt mijn vlucht?")
    prepare("On time", "Hoi {first_name}, je vlucht is op tijd.")
    page = sit_down(world.anna)
    page.keyboard.press("Space")
    expect(page.locator("#work")).to_have_attribute("data-conversation", str(bram.pk))
    page.keyboard.press("1")
    expect(page.locator("#write-text")).to_have_value("Hoi Bram, je vlucht is op tijd.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.ours")).to_contain_text("Hoi Bram, je vlucht is op tijd. ^AG")
    expect(page.locator(".msg.ours")).to_contain_text("queued")
    answer = Message.objects.get(ours=True)
    assert (answer.author, answer.text) == (world.anna, "Hoi Bram, je vlucht is op tijd. ^AG")


def test_next_gives_the_most_pressing_one_and_says_why(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "Wanneer?")
    page = sit_down(world.anna)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".why").first).to_contain_text("You speak the customer's language.")


def test_when_nothing_waits_the_desk_says_so_kindly(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.anna)
    expect(page.locator("#work")).to_contain_text("Nothing waits for you")
    page.keyboard.press("Space")
    expect(page.locator("#toasts")).to_contain_text("Nothing waits for you")


def test_after_sending_focus_goes_to_the_next_one(world: World, sit_down: SitDown) -> None:
    first = world.conversation(cast.BRAM, "Een?")
    second = world.conversation(cast.SANNE, "Twee?")
    page = sit_down(world.anna, f"/conversations/{first.pk}")
    page.keyboard.press("r")
    page.keyboard.type("Komt goed.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#row-{second.pk}")).to_be_focused()


def test_the_seconds_are_counted_and_only_the_first_sentence_is_read_out(world: World, sit_down: SitDown) -> None:
    Organisation.objects.update(take_back_seconds=3)
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.evaluate("""() => {
        window.seen = [];
        const note = () => document.querySelectorAll('.toast').forEach((toast) => window.seen.push(
            [toast.querySelector('p:not([aria-hidden])').textContent, toast.querySelector('[aria-hidden=true]').textContent]
        ));
        const places = {childList: true, subtree: true, characterData: true};
        new MutationObserver(note).observe(document.getElementById('toasts'), places);
    }""")
    page.keyboard.press("r")
    page.keyboard.type("Komt goed.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("leaves in 1 second.")
    expect(page.locator(".toast")).to_have_count(0)
    heard, shown = (set(side) for side in zip(*page.evaluate("window.seen"), strict=True))
    assert heard == {"To Bram de Wit: leaves in 3 seconds."}
    assert shown >= {f"To Bram de Wit: leaves in {left}." for left in ("2 seconds", "1 second")}


def test_an_answer_can_be_taken_back_and_its_text_returns(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("r")
    page.keyboard.type("Te snel.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.ours")).to_contain_text("queued")
    page.keyboard.press("z")
    expect(page.locator(".msg.ours")).to_contain_text("taken back, never sent")
    expect(page.locator("#write-text")).to_have_value("Te snel. ^AG")


def test_reading_takes_nothing_and_the_first_key_does(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bram de Wit")).to_be_visible()
    bram.refresh_from_db()
    assert bram.holder is None
    page.keyboard.press("r")
    page.keyboard.type("H")
    expect(page.locator("#flow")).to_contain_text("You speak the customer's language.")
    bram.refresh_from_db()
    assert bram.holder == world.anna


def test_a_close_can_be_undone(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("e")
    expect(page.locator("#toasts")).to_contain_text("Closed: Bram de Wit.")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("#toasts")).to_contain_text("Undone.")
    bram.refresh_from_db()
    assert bram.is_waiting


def test_no_answer_needed_takes_two_keys_and_a_reason(world: World, sit_down: SitDown) -> None:
    henk = world.conversation(cast.TROLL, "Tja.")
    page = sit_down(world.anna, f"/conversations/{henk.pk}")
    page.keyboard.press("x")
    expect(page.get_by_role("dialog")).to_contain_text("No answer needed")
    page.keyboard.press("1")
    expect(page.locator("#toasts")).to_contain_text("No answer needed: honest henk")
    henk.refresh_from_db()
    assert henk.close_reason == "chatter"


def test_a_label_is_found_by_typing(world: World, sit_down: SitDown) -> None:
    Label.objects.bulk_create([Label(name="Baggage"), Label(name="Refund")])
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("l")
    expect(page.get_by_label("Find a label")).to_be_focused()
    page.keyboard.type("ref")
    page.keyboard.press("Enter")
    expect(page.locator("#know")).to_contain_text("Refund")
    assert [label.name for label in bram.labels.all()] == ["Refund"]


def test_a_note_calls_a_colleague(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("n")
    page.keyboard.type("Weet jij dit, @dani")
    expect(page.get_by_role("option", name="Daniel")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.note")).to_contain_text("Weet jij dit, @daniel")
    note = bram.notes.get()
    assert list(note.mentioned.all()) == [world.daniel]
    expect(page.locator("#work")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#write-text")).to_be_focused()


def test_an_answer_is_not_written_into_a_note_by_mistake(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    prepare("On time", "Hoi {first_name}, je vlucht is op tijd.")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("n")
    expect(page.locator("[data-slot=account]")).to_be_hidden()
    page.keyboard.type("Voor later")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#write")).to_have_attribute("data-mode", "public")
    expect(page.locator("#write-text")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#write-text")).to_have_value("Voor later")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#write")).to_have_attribute("data-mode", "public")
    expect(page.locator("#write-text")).to_have_value("Hoi Bram, je vlucht is op tijd.")


def test_commands_show_their_keys_as_they_stand_on_the_keyboard(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Send and close")).to_contain_text("ctrl⇧↵")


def test_a_draft_survives_a_reload(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("r")
    page.keyboard.type("Half een zin")
    expect(page.locator("#write-foot")).to_contain_text("Draft kept")
    page.reload()
    expect(page.locator("#write-text")).to_have_value("Half een zin")
    page.keyboard.press("r")
    expect(page.locator("#write-text")).to_be_focused()
    page.keyboard.type(" en nog")
    page.reload()  # before any pause in which the server could have kept it
    expect(page.locator("#write-text")).to_have_value("Half een zin en nog")


def test_several_are_closed_at_once_and_come_back_together(world: World, sit_down: SitDown) -> None:
    one, two = world.conversation(cast.BRAM, "Een?"), world.conversation(cast.SANNE, "Twee?")
    page = sit_down(world.anna)
    for key in ("j", "b", "j", "b"):
        page.keyboard.press(key)
    expect(page.locator("#bulk")).to_contain_text("2 selected")
    page.locator("#bulk").get_by_role("button", name="Close").click()
    expect(page.locator("#toasts")).to_contain_text("2 done.")
    assert not {one.pk, two.pk} & set(type(one).objects.open().values_list("pk", flat=True))
    page.keyboard.press("u")
    wait_until(lambda: type(one).objects.open().count() == 2, "both are open again")


def test_the_list_of_keys_knows_what_the_page_has(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    for known in ("Next in the list", "Snooze", "Write a note", "Close"):
        expect(keys).to_contain_text(known)


def test_the_palette_does_what_is_typed(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    page.keyboard.press("Control+k")
    page.keyboard.type("snoo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Snooze until")
    page.keyboard.press("1")
    expect(page.locator("#toasts")).to_contain_text("Comes back")
    bram.refresh_from_db()
    assert bram.snoozed_until is not None

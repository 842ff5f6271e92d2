"""A file that was added is seen until it went along or was removed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.conversations import files
from tests.world import World
from webcare.conversations.message import Message
from webcare.demo import cast


def test_a_file_outlasts_a_reload_a_note_and_an_answer_that_was_taken_back(world: World, sit_down: SitDown) -> None:
    bram = world.conversation(cast.BRAM, "Is dit mijn koffer?")
    page = sit_down(world.anna, f"/conversations/{bram.pk}")
    added = page.locator("#write [data-upload]")
    page.set_input_files(
        "#write input[type=file]", {"name": "bag.png", "mimeType": "image/png", "buffer": files.picture()}
    )
    expect(added).to_contain_text("bag.png")
    page.reload()
    expect(added).to_have_count(1)

    page.keyboard.press("n")
    expect(added).to_be_hidden()
    page.keyboard.type("He sent us a picture as well.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note")).to_contain_text("He sent us a picture as well.")
    page.keyboard.press("r")
    expect(added).to_be_visible()

    page.keyboard.type("Is it this one?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.ours")).to_contain_text("queued")
    expect(added).to_have_count(0)
    assert Message.objects.get(ours=True).attachments.count() == 1

    page.locator(".msg.ours").get_by_role("button", name="Take back").click()
    expect(page.locator("#write-text")).to_have_value("Is it this one? ^AG")
    expect(added).to_contain_text("bag.png")
    added.get_by_role("button", name="Remove bag.png").click()
    expect(added).to_have_count(0)
    page.reload()
    expect(page.locator("#write-text")).to_have_value("Is it this one? ^AG")
    expect(added).to_have_count(0)

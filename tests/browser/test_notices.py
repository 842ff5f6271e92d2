"""What somebody is told rings in one tab, as they wish, and leads where it is about."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.browser.running import wait_until
from tests.world import World
from webcare.team.notice import Notice
from webcare.team.person import Person

WATCHED = """
window.raised = [];
window.Notification = class extends EventTarget {
  constructor(title, options) { super(); window.raised.push(options.body); window.lastRaised = this; }
  close() {}
  static permission = "granted";
  static requestPermission() { window.asked = true; Notification.permission = "granted"; return Promise.resolve("granted"); }
};
"""


def sitting(sit_down: SitDown, person: Person, path: str = "/", granted: bool = True) -> Page:
    page = sit_down(person, "/nowhere")
    page.context.add_init_script(
        WATCHED if granted else WATCHED.replace('= "granted";\n  static', '= "default";\n  static')
    )
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    return page


def raised(*pages: Page) -> list[str]:
    return [text for page in pages for text in page.evaluate("window.raised")]


def test_a_mention_rings_once_however_many_tabs_are_open(world: World, sit_down: SitDown) -> None:
    bram = world.conversation()
    first = sitting(sit_down, world.anna)
    second = first.context.new_page()
    second.goto("/me")
    elsewhere = sitting(sit_down, world.anna)  # the same person at another computer
    other = sitting(sit_down, world.daniel)
    expect(second.get_by_role("button", name="Notices", exact=True)).to_be_visible()

    bram.write_note(world.daniel, "@anna weet jij meer?", key="note")

    tabs = (first, second, elsewhere)
    wait_until(lambda: raised(*tabs), "a notification is raised")
    for tab in tabs:
        expect(tab.get_by_role("button", name="1 new notice")).to_be_visible()
    assert len(raised(*tabs)) == 1
    assert "Daniel" in raised(*tabs)[0]
    assert raised(other) == []
    rung = next(tab for tab in tabs if raised(tab))
    rung.evaluate("window.lastRaised.dispatchEvent(new Event('click'))")
    rung.wait_for_url(f"**{bram.path}")
    for tab in tabs:
        expect(tab.get_by_role("button", name="Notices", exact=True)).to_be_visible()
    assert Notice.objects.get(person=world.anna).seen_at


def test_the_bell_opens_by_keyboard_and_stays_open_while_more_arrives(world: World, sit_down: SitDown) -> None:
    bram = world.conversation()
    page = sitting(sit_down, world.anna)
    page.get_by_role("button", name="Notices").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing was told you yet.")).to_be_visible()
    bram.write_note(world.daniel, "@anna kijk eens", key="note")
    expect(page.locator("#bell-list").get_by_role("link", name="Daniel")).to_be_visible()
    page.get_by_role("button", name="Mark all as seen").click()
    expect(page.get_by_role("button", name="Notices", exact=True)).to_be_visible()


def test_permission_is_asked_for_by_a_click_and_never_before(world: World, sit_down: SitDown) -> None:
    page = sitting(sit_down, world.anna, "/me", granted=False)
    expect(page.get_by_text("has not been allowed to show notifications yet")).to_be_visible()
    assert page.evaluate("window.asked") is None
    page.get_by_role("button", name="Allow notifications in this browser").click()
    expect(page.get_by_text("This browser shows notifications.")).to_be_visible()
    assert page.evaluate("window.asked") is True

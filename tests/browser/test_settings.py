"""Every page of the settings: by screen reader, in the dark, on a phone; and the ones that answer while one fills them in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SitDown
from tests.browser.test_access import assert_accessible
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.channels.receipt import Receipt, keep
from webcare.clocks.clock import Hours, StoredPromise
from webcare.conversations.label import Label
from webcare.lib.now import now
from webcare.pages.settings.sections import CHAPTERS
from webcare.team.inviting import Guest, invite
from webcare.team.person import Person

SECTIONS = [section.path for chapter in CHAPTERS for section in chapter.sections]


def furnished(world: World) -> list[str]:
    """Something of everything; the pages of its parts."""
    hours = Hours.objects.create(
        name="Office", weekly=[[["09:00", "17:00"]], [], [], [], [], [], []], holiday_country="NL"
    )
    promise = StoredPromise.objects.create(name="Every first answer", promise_kind="first", minutes=60, hours=hours)
    label = Label.objects.create(name="strike", hue=50)
    macro = Macro.objects.create(name="Found")
    MacroText.objects.create(macro=macro, language="nl", text="Hoi {first_name}, gevonden!")
    invitation = invite(Guest("saskia@lowlandair.example"), world.joost)
    keep("x", "a", b'{"text": 1}', error="Unparsable: the text is a number")
    message = world.conversation().reply(world.anna, text="We look into it.", key="k")
    assert message.delivery
    type(message.delivery).objects.filter(pk=message.delivery.pk).update(
        failed_at=now(), error="The network was asleep."
    )
    world.mail.revoke("The password was changed.")
    return [
        "/settings", "/me", "/me/answers", "/notices", "/settings/invitations/new", f"/join/{invitation.ticket}",
        f"/settings/hours/{hours.pk}", f"/settings/promises/{promise.pk}", f"/settings/labels/{label.pk}",
        f"/settings/labels/{label.pk}/removal", f"/settings/answers/{macro.pk}", f"/settings/people/{world.anna.pk}",
        f"/settings/people/{world.anna.pk}/leaving", f"/settings/teams/{world.anna.teams.get().pk}",
        f"/settings/accounts/{world.mail.pk}", f"/settings/accounts/{world.x.pk}/disconnection",
        "/settings/networks/email/accounts/new", "/settings/networks/x/accounts/new",
        "/settings/networks/x/applications/new", f"/settings/receipts/{Receipt.objects.get().pk}",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_settings(theme: str, world: World, sit_down: SitDown) -> None:
    paths = [*furnished(world), *SECTIONS]
    Person.objects.update(theme=theme)
    page = sit_down(Person.objects.get(pk=world.joost.pk), "/settings")
    for path in paths:
        page.goto(path)
        assert_accessible(page)


def test_every_page_of_the_settings_fits_a_phone(world: World, sit_down: SitDown) -> None:
    paths = [*furnished(world), *SECTIONS]
    page = sit_down(world.joost, "/settings", viewport=PHONE, has_touch=True)
    wide = []
    for path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wide.append(path)
    assert not wide


def test_hours_show_the_week_that_they_make_while_one_types(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.joost, "/settings/hours/new")
    page.get_by_label("Name").fill("Office")
    page.get_by_label("Monday").fill("09:00-12:30, 13:30-18:00")
    expect(page.locator(".beside")).to_contain_text("09:00–12:30, 13:30–18:00")
    page.get_by_label("Around the clock").check()
    expect(page.get_by_label("Monday")).to_be_hidden()
    expect(page.locator(".beside")).to_contain_text("all day")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("“Office” is saved.")


def test_an_example_says_which_promise_holds(world: World, sit_down: SitDown) -> None:
    furnished(world)
    page = sit_down(world.joost, "/settings/promises")
    expect(page.locator("#verdicts")).to_contain_text("Every first answer promises a first answer within 60 minutes.")
    StoredPromise.objects.create(
        name="Dutch", promise_kind="first", language="nl", minutes=30, hours=Hours.objects.get(name="Office")
    )
    page.get_by_label("in", exact=True).select_option("nl")
    expect(page.locator("#verdicts")).to_contain_text("Dutch promises a first answer within 30 minutes.")


def test_a_label_is_made_changed_and_removed_by_keyboard(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.noor, "/settings/labels")
    page.get_by_role("link", name="New").press("Enter")
    page.get_by_label("Name").press_sequentially("strike")
    page.get_by_label("Name").press("Enter")
    expect(page.locator(".toast")).to_contain_text("“strike” is saved.")
    page.get_by_role("link", name="strike").press("Enter")
    page.get_by_role("link", name="Remove").press("Enter")
    expect(page.get_by_text("0 conversations lose it.")).to_be_visible()
    page.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator(".toast")).to_contain_text("“strike” is removed.")
    assert not Label.objects.exists()

"""Cases, customers, search, reports and the board: for a screen reader, in the dark, on a phone, at four times the size."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SitDown
from tests.browser.test_access import assert_accessible, assert_fits
from tests.world import World
from webcare.cases.case import Case, Category
from webcare.cases.opening import open_case
from webcare.clocks.board import take_snapshot
from webcare.clocks.clock import Clock, Hours, StoredPromise
from webcare.conversations.restricting import restrict
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.person import Person

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture
def case(world: World) -> Case:
    """One with everything in it, and clocks that ran."""
    StoredPromise.objects.create(
        name="an hour", promise_kind="first", minutes=60, hours=Hours.objects.create(name="always")
    )
    on_x = world.conversation(cast.BRAM, "Waar blijft mijn koffer?", LONG)
    mail = world.conversation(cast.BRAM, "Hij is blauw.", account=world.mail)
    mail.handle.link(on_x.handle.customer, world.noor, Proof.PHONE, "booking K7PQ2M")
    case = open_case(on_x, world.anna, title=f"Lost {LONG}", category=Category.objects.create(name="Baggage"))
    case.gather(mail, world.daniel)
    case.write_note(world.daniel, "@anna I called Lisbon.", key="k1")
    world.message(on_x, "We zoeken hem. ^DW", by=world.daniel)
    restrict(world.noor, on_x.handle, world.x, "mute", "twelve times the same")
    at = now() - timedelta(minutes=3)
    for minutes, late in ((10, False), (90, False), (30, True)):
        begun = at - timedelta(minutes=minutes)
        Clock.objects.create(
            conversation=world.conversation(cast.SANNE), brand=world.air, network="x", language="nl",
            promise_kind="first", started_at=begun, arrived_at=begun, stopped_at=at, late_delivered=late,
            due_at=begun + timedelta(hours=1),
        )  # fmt: skip
    take_snapshot()
    return case


def pages(case: Case) -> list[str]:
    return [
        case.path, "/cases", "/cases?tab=closed", "/cases?q=nothing-of-it", f"/customers/{case.customer_id}", "/search",
        "/search?q=koffer", "/search?q=bram", "/search?q=xyzzy is:what", "/reports?span=today",
        "/reports/rows?span=today&figure=broken", "/reports?span=yesterday", "/board", "/board/metrics",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(theme: str, world: World, case: Case, sit_down: SitDown) -> None:
    Person.objects.update(theme=theme)
    page = sit_down(Person.objects.get(pk=world.anna.pk), "/cases", color_scheme=theme)
    for path in pages(case):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_dialog(theme: str, world: World, case: Case, sit_down: SitDown) -> None:
    Person.objects.update(theme=theme)
    page = sit_down(Person.objects.get(pk=world.anna.pk), case.path)
    for key, heading in {
        "o": "Add a conversation", "s": "Where does it stand?", "a": "Who sees to it?", "l": "What is it about?",
        "t": "What is the problem", "e": "Close the case",
    }.items():  # fmt: skip
        _look_into(page, key, heading)
    page.goto(f"/customers/{case.customer_id}")
    _look_into(page, "l", "Same person elsewhere")
    for name in ("Separate", "Send a code"):
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert_accessible(page)
        page.keyboard.press("Escape")
    page.goto(f"/conversations/{case.conversations.order_by('pk')[0].pk}")
    _look_into(page, "c", "Open a new case")


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 225}])
def test_nothing_is_cut_off_on_a_small_screen(
    size: dict[str, int], world: World, case: Case, sit_down: SitDown
) -> None:
    page = sit_down(world.anna, "/cases", viewport=size)
    for path in pages(case):
        page.goto(path)
        assert_fits(page)


def _look_into(page: Page, key: str, heading: str) -> None:
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_contain_text(heading)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

"""Search in a browser: Dutch, Chinese, a typo, and everything by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SitDown
from tests.world import World
from webcare.cases.opening import open_case
from webcare.demo import cast


def test_dutch_chinese_and_a_typo_are_found_while_one_types(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "Onze koffers zijn nooit aangekomen", language="nl")
    world.conversation(cast.SANNE, "我的行李丢失了", language="zh")
    page = sit_down(world.anna, "/search")
    box = page.get_by_role("searchbox")
    box.press_sequentially("koffer")
    expect(page.locator("#results mark")).to_have_text(["koffers"])
    box.fill("行李")
    expect(page.locator("#results mark")).to_have_text(["行李"])
    box.fill("Braam de Wti")
    expect(page.locator("#results")).to_contain_text("Bram de Wit")
    expect(page).to_have_url(re.compile("q=Braam"))


def test_from_the_slash_to_the_message_by_keyboard(world: World, sit_down: SitDown) -> None:
    for number in range(12):
        world.conversation(cast.SANNE, f"koffer {number}", language="nl")
    wanted = world.conversation(cast.BRAM, *[f"bericht {number}" for number in range(90)], language="nl")
    early = wanted.messages.order_by("counts_from")[2]
    page = sit_down(world.anna, "/")
    page.keyboard.press("/")
    page.keyboard.type("bericht 2")
    page.keyboard.press("Enter")
    expect(page.locator("#results [data-item]").first).to_be_visible()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results [data-item]").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#results [data-item]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator(f"#results a[href$='#m{early.pk}']").press("Enter")
    expect(page.locator(f"#m{early.pk}")).to_be_in_viewport()


def test_the_palette_searches_too(world: World, sit_down: SitDown) -> None:
    case = open_case(world.conversation(cast.BRAM), world.anna, title="Lost pram")
    page = sit_down(world.anna, "/")
    page.keyboard.press("Control+k")
    page.keyboard.type("pram")
    page.get_by_role("option", name=re.compile("Search for “pram”")).click()
    expect(page.locator(f"#results a[href='{case.path}']")).to_be_visible()


def test_what_customers_write_runs_nowhere(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "koffer <img src=x onerror=\"document.title='owned'\"> <script>1</script>")
    page = sit_down(world.anna, "/search?q=koffer")
    expect(page.locator("#results")).to_contain_text("<img src=x")
    assert page.title() != "owned" and page.locator("#results img").count() == 0


def test_on_a_phone_it_fits(world: World, sit_down: SitDown) -> None:
    world.conversation(cast.BRAM, "k" * 300 + " koffer", language="nl")
    page = sit_down(world.anna, "/search?q=koffer", viewport=PHONE)
    expect(page.locator("#results mark")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("searchbox")).to_be_focused(timeout=30_000)

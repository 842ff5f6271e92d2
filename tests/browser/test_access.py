"""Everybody can work here: by screen reader, on a phone, at four times the size, in the dark, from right to left."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SitDown
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.conversations.label import Label
from webcare.conversations.message import Message
from webcare.conversations.reaction import Reaction
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.person import Person

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
EARLIER = {
    "external_id": "1", "relation": "parent", "text": "Eerder", "sent_at": None,
    "author": {"external_id": "2", "handle": "tom", "name": "", "followers": None, "verified": False},
}  # fmt: skip
GRAVE = {"serious", "critical", "moderate"}


def assert_accessible(page: Page) -> None:
    """axe finds nothing that would keep somebody out."""
    found = Axe().run(page, options=RULES).response["violations"]
    grave = [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
    assert not grave, "\n".join(grave)


def busy(world: World) -> int:
    """A conversation with everything in it; gives its key."""
    bram = world.conversation(cast.BRAM, "Waar blijft mijn koffer?", "Hallo??", urgent="stranded")
    world.conversation(cast.YOUSSEF, "أين حقيبتي؟ My bag did not make the connection.", language="")
    world.conversation(cast.OKAFOR, "1. The receipt. 2. My thanks.", account=world.mail)
    ours = world.message(bram, "We zoeken hem. ^DW", by=world.daniel)
    Message.objects.filter(pk=ours.pk).update(seen_at=now(), delivered_at=now())
    at = {"account": ours.account, "external_id": ours.external_id, "at": now()}
    Reaction.objects.create(**at, author_external_id="1", author_name="Mia Reist", signs=["❤️"])
    for number in range(14):
        Reaction.objects.create(**at, author_external_id=f"2{number}", author_name=f"Reiziger {number}", signs=["👍"])
    world.message(bram, "Stelletje prutsers!", abusive=True)
    bram.write_note(world.daniel, "@anna weet jij meer?", key="note")
    bram.labels.add(Label.objects.create(name="Baggage"))
    MacroText.objects.create(
        macro=Macro.objects.create(name="Found"), language="nl", text="Hoi {first_name}, gevonden!"
    )
    Message.objects.filter(text="Hallo??").update(context=[EARLIER])
    bram.claim(world.daniel)
    return bram.pk


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(theme: str, world: World, sit_down: SitDown) -> None:
    Person.objects.update(theme=theme)
    pk = busy(world)
    page = sit_down(Person.objects.get(pk=world.anna.pk), f"/conversations/{pk}?tab=team")
    assert_accessible(page)
    for key, heading in {
        "a": "Assign to",
        "s": "Snooze until",
        "l": "Label",
        "x": "No answer needed",
        "?": "Keys",
    }.items():
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_contain_text(heading)
        assert_accessible(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/nowhere"])
def test_axe_finds_nothing_at_the_doors(path: str, scheme: str, sit_down: SitDown) -> None:
    assert_accessible(sit_down(None, path, color_scheme=scheme))


@pytest.mark.parametrize("path", ["/", "/account/2fa/", "/account/password/change/"])
def test_axe_finds_nothing_on_the_quiet_pages(path: str, world: World, sit_down: SitDown) -> None:
    assert_accessible(sit_down(world.anna, path))


def test_on_a_phone_there_is_one_column_and_a_way_back(world: World, sit_down: SitDown) -> None:
    pk = busy(world)
    page = sit_down(world.anna, "/?tab=team", viewport=PHONE, has_touch=True)
    expect(page.locator(".talk")).to_be_hidden()
    page.locator(f"#row-{pk}").click()
    expect(page.get_by_role("heading", name="Bram de Wit")).to_be_visible()
    expect(page.locator("#queue")).to_be_hidden()
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("#queue")).to_be_visible()
    assert "tab=team" in page.url


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 360, "height": 225}])
def test_nothing_is_cut_off_at_four_times_the_size(size: dict[str, int], world: World, sit_down: SitDown) -> None:
    """A window of 1280 × 900 at 400 % is 320 × 225 to the page (WCAG 1.4.10)."""
    pk = busy(world)
    page = sit_down(world.anna, f"/conversations/{pk}", viewport=size)
    assert_fits(page)
    page.locator("#send").scroll_into_view_if_needed()
    expect(page.locator("#send")).to_be_in_viewport()


def test_text_stands_in_its_own_direction(world: World, sit_down: SitDown) -> None:
    sara = world.conversation(cast.YOUSSEF, "أين حقيبتي؟")
    page = sit_down(world.anna, f"/conversations/{sara.pk}?tab=team")
    direction = page.locator(".msg .text").first.evaluate("element => getComputedStyle(element).direction")
    assert direction == "rtl"


def test_rough_words_are_blurred_until_somebody_wants_to_read_them(world: World, sit_down: SitDown) -> None:
    pk = busy(world)
    page = sit_down(world.anna, f"/conversations/{pk}?tab=team")
    expect(page.locator(f"li:has(#row-{pk})")).to_contain_text("Rough language: open it to read")
    rough = page.locator(".bubble", has_text="Stelletje prutsers!")
    expect(rough).to_have_class("bubble veiled")
    rough.get_by_role("button", name="Rough language. Show it").click()
    expect(rough).to_have_class("bubble")


def test_the_desk_weighs_less_than_a_hundred_kilobytes(world: World, sit_down: SitDown) -> None:
    """As it comes over the wire, compressed as a server does; pictures are left out."""
    import gzip

    busy(world)
    page = sit_down(world.anna)
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(gzip.compress(answer.body(), 6))}))
    page.reload(wait_until="networkidle")
    assert sum(sizes.values()) < 100_000, sorted(sizes.items(), key=lambda item: -item[1])[:8]
    assert all(url.startswith(page.url.split("/", 3)[0]) for url in sizes)


def assert_fits(page: Page) -> None:
    """No sideways scrolling of the page."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1, f"{wide}px too wide"

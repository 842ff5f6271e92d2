"""The page with what was seen: a line per network and day, every figure with its messages, the same as a table."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.pages.conftest import Seat, queries
from tests.world import World
from webcare.conversations.insight import AccountDay, MessageInsight
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now

LINK = re.compile(r'href="(/reports/seen[^"]*)"')


@pytest.fixture
def willem(world: World, sit: Seat) -> Client:
    """Reads only."""
    return sit(world.willem)


def seen(world: World, *, views: int | None = 10, likes: int | None = 1, **fields: object) -> Message:
    """An answer of ours, with what became of it."""
    at = now() - timedelta(seconds=5)
    said = world.message(world.conversation(cast.BRAM), "It is in Bergen.", by=world.anna, at=at, **fields)
    MessageInsight.objects.create(message=said, measured_at=now(), views=views, likes=likes)
    return said


def figures_of(page: str) -> list[str]:
    """The numbers of the first line."""
    body = page.partition("<tbody")[2].partition("</tr>")[0]
    return re.findall(r'<td class="num">(?:<a[^>]*>)?([^<]+)<', body)


def test_the_figures_of_a_day_are_added_up_and_what_nobody_tells_is_no_zero(world: World, willem: Client) -> None:
    seen(world, views=10, likes=1)
    seen(world, views=32, likes=None)
    AccountDay.objects.create(account=world.x, day=timezone.localdate(), followers=97)
    page = willem.get("/reports/seen?span=today").content.decode()
    assert figures_of(page) == ["2", "42", "1", "–", "–", "–", "97"]


def test_every_figure_leads_to_its_messages(world: World, willem: Client) -> None:
    said = seen(world)
    page = willem.get("/reports/seen").content.decode()
    links = {unescape(link) for link in LINK.findall(page) if "rows" in link}
    assert links
    for link in links:
        rows = willem.get(link).content.decode()
        assert f"/conversations/{said.conversation_id}?all=1#m{said.pk}" in rows
        assert "It is in Bergen." in rows


def test_the_same_can_be_taken_along_as_a_table(world: World, willem: Client) -> None:
    seen(world, views=None, likes=3)
    answer = willem.get("/reports/seen.csv?span=today")
    assert answer["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(answer.content.decode().splitlines())
    assert (row["network"], row["messages"], row["views"], row["likes"]) == ("x", "1", "", "3")
    assert row["day"] == timezone.localdate().isoformat()


def test_an_account_whose_network_tells_nothing_says_why(world: World, willem: Client) -> None:
    day = AccountDay.objects.create(
        account=world.x, day=now().date(), asked_at=now(), trouble="A permission is missing."
    )
    assert "A permission is missing." in willem.get("/reports/seen").content.decode()
    AccountDay.objects.filter(pk=day.pk).update(trouble="")
    assert "A permission is missing." not in willem.get("/reports/seen").content.decode()


def test_days_without_anything_say_so(willem: Client) -> None:
    assert "Nothing was told of messages of these days" in willem.get("/reports/seen?span=yesterday").content.decode()
    assert "Nothing here" in willem.get("/reports/seen/rows").content.decode()


def test_another_brand_is_in_no_line(world: World, sit: Seat) -> None:
    said = seen(world)
    type(said.conversation).objects.filter(pk=said.conversation_id).update(brand=world.holidays)
    assert "It is in Bergen." not in sit(world.giulia).get("/reports/seen/rows").content.decode()
    assert "Nothing was told" in sit(world.giulia).get("/reports/seen").content.decode()
    assert "It is in Bergen." in sit(world.noor).get("/reports/seen/rows").content.decode()


def test_many_messages_cost_as_many_queries_as_one(world: World, willem: Client) -> None:
    seen(world)
    pages = ("/reports/seen", "/reports/seen/rows", "/reports/seen.csv")
    before = [len(queries(willem, page)) for page in pages]
    for _ in range(4):
        seen(world)
    assert [len(queries(willem, page)) for page in pages] == before


@pytest.mark.parametrize("query", ["network=%27", "first=2026-13-01&last=x", "page=99999999999999999999", "span=x"])
def test_nonsense_in_the_address_is_made_sense_of(world: World, willem: Client, query: str) -> None:
    seen(world)
    for page in ("/reports/seen", "/reports/seen/rows", "/reports/seen.csv"):
        assert willem.get(f"{page}?{query}").status_code == 200

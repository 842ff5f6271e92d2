"""The reports page: tables in which every figure leads to its rows."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.pages.conftest import Seat, queries
from tests.world import World
from webcare.cases.opening import open_case
from webcare.clocks.clock import Clock
from webcare.demo import cast
from webcare.lib.now import now

LINK = re.compile(r'href="(/reports[^"]*)"')


@pytest.fixture
def willem(world: World, sit: Seat) -> Client:
    """Reads only."""
    return sit(world.willem)


def answered(world: World, minutes: int, customer: cast.Customer = cast.BRAM) -> Clock:
    conversation = world.conversation(customer)
    stopped = now() - timedelta(minutes=1)
    return Clock.objects.create(
        conversation=conversation, brand=conversation.brand, network="x", language="nl", promise_kind="first",
        started_at=stopped - timedelta(minutes=minutes), arrived_at=stopped, stopped_at=stopped,
        due_at=stopped - timedelta(minutes=minutes - 60), first_message=conversation.messages.get().pk,
    )  # fmt: skip


def test_the_figures_stand_in_a_sentence_and_in_tables(world: World, willem: Client) -> None:
    for minutes in (10, 20, 90):
        answered(world, minutes)
    page = willem.get("/reports").content.decode()
    assert "waited at most <b>20 min</b>, nine in ten at most <b>1 h 30</b>" in page
    assert "<b>66 of 100</b> answers came within the promise" in page
    assert "By network" in page and "Dutch" in page


def test_every_link_on_the_page_opens(world: World, willem: Client) -> None:
    answered(world, 10)
    answered(world, 90)
    seen: set[str] = set()
    todo = ["/reports"]
    while todo:
        address = todo.pop()
        seen.add(address)
        response = willem.get(address)
        assert response.status_code == 200, address
        todo += {unescape(link) for link in LINK.findall(response.content.decode())} - seen - set(todo)
        assert len(seen) < 400
    assert any("rows" in address for address in seen)


def test_a_figure_opens_its_conversations(world: World, willem: Client) -> None:
    slow, _quick = answered(world, 90), answered(world, 10, cast.CUSTOMERS[1])
    page = willem.get("/reports/rows?figure=broken").content.decode()
    assert f"/conversations/{slow.conversation_id}?all=1#m{slow.first_message}" in page
    assert cast.CUSTOMERS[1].name not in page
    assert "1 h 30" in page


def test_solutions_lead_to_cases(world: World, willem: Client) -> None:
    case = open_case(world.conversation(), world.anna, title="Lost suitcase")
    case.close(world.anna, "Found.")
    assert f'href="/cases/{case.pk}"' in willem.get("/reports/rows?kind=resolution&figure=answered").content.decode()
    assert "Half of the customers" in willem.get("/reports?kind=resolution").content.decode()


def test_days_without_anything_say_so(willem: Client) -> None:
    assert "Nothing was measured in these days" in willem.get("/reports?span=yesterday").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "kind=x&span=x", "first=2026-13-01&last=x", "first=2026-03-05&last=2026-03-01", "first=0001-01-01&last=9999-12-31",
        "first=2026-03-01", "network=%27&language=%27", "language=uncertain", "first=2199-01-01&last=2199-02-01",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_made_sense_of(world: World, willem: Client, query: str) -> None:
    answered(world, 10)
    assert willem.get(f"/reports?{query}").status_code == 200
    assert willem.get(f"/reports/rows?{query}&figure=x&page=99999999999999999999").status_code == 200


def test_another_brand_is_in_no_table(world: World, sit: Seat) -> None:
    conversation = world.conversation(account=world.holidays_x)
    at = now() - timedelta(minutes=1)
    Clock.objects.create(
        conversation=conversation, brand=world.holidays, network="x", language="nl", promise_kind="first",
        started_at=at - timedelta(minutes=3), arrived_at=at, stopped_at=at,
    )  # fmt: skip
    assert "Nothing was measured" in sit(world.giulia).get("/reports").content.decode()
    assert conversation.handle.shown not in sit(world.giulia).get("/reports/rows").content.decode()
    assert conversation.handle.shown in sit(world.noor).get("/reports/rows").content.decode()


def test_many_answers_cost_as_many_queries_as_one(world: World, willem: Client) -> None:
    answered(world, 10)
    pages = ("/reports", "/reports/rows")
    one = {page: len(queries(willem, page)) for page in pages}
    for minutes in range(12):
        answered(world, 10 + minutes)
    assert {page: len(queries(willem, page)) for page in pages} == one

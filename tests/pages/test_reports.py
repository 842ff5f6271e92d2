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
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.person import Person

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


def told_by(world: World, by: Person) -> None:
    """An answer of this person's, after 20 minutes."""
    one = answered(world, 20)
    assert one.conversation
    message = Message.objects.create(
        conversation=one.conversation, account=world.x, ours=True, author=by, text="Hello", sent_at=one.stopped_at
    )
    Clock.objects.filter(pk=one.pk).update(stopped_by_message=message.pk)


WHOSE = {
    # of all together, one's own, of a colleague, of who leads, of somebody whose brands one does not see
    "willem": (200, 404, 404, 404, 404),
    "anna": (200, 200, 404, 404, 404),
    "noor": (200, 200, 200, 200, 404),
    "joost": (200, 200, 200, 200, 200),
}


@pytest.mark.parametrize("address", ["/reports", "/reports/rows"])
@pytest.mark.parametrize("role", WHOSE)
def test_each_role_sees_the_figures_that_it_may(world: World, sit: Seat, address: str, role: str) -> None:
    person = getattr(world, role)
    asked = ("", person.pk, world.daniel.pk, world.noor.pk, world.newcomer.pk)
    assert tuple(sit(person).get(address, {"who": who}).status_code for who in asked) == WHOSE[role]


def test_my_own_figures_are_those_of_my_answers_and_of_the_cases_that_i_closed(world: World, sit: Seat) -> None:
    told_by(world, world.anna)
    told_by(world, world.anna)
    told_by(world, world.daniel)
    open_case(world.conversation(), world.daniel).close(world.anna, "Found it")
    assert figure_of(sit(world.anna), "first", "") == 3
    assert figure_of(sit(world.anna), "first", world.anna.pk) == 2
    assert figure_of(sit(world.noor), "first", world.daniel.pk) == 1
    assert figure_of(sit(world.noor), "resolution", world.anna.pk) == 1
    assert figure_of(sit(world.noor), "resolution", world.daniel.pk) == 0
    rows = sit(world.noor).get("/reports/rows", {"who": str(world.daniel.pk), "span": "today"}).content.decode()
    assert rows.count("data-item") == 1 and "Daniel Whitcombe" in rows


def figure_of(client: Client, kind: str, who: int | str) -> int:
    page = client.get("/reports", {"kind": kind, "who": who, "span": "week"})
    return int(page.context["overall"].count)


def test_who_reads_only_is_offered_nobodys_own_figures_and_an_agent_theirs_alone(world: World, sit: Seat) -> None:
    def offered(person: Person) -> list[str]:
        return re.findall(r'<option value="\d*"[^>]*>([^<]+)', sit(person).get("/reports").content.decode())

    assert offered(world.willem) == []
    assert offered(world.anna) == ["All together", "My own"]
    assert {"All together", "My own", "Anna de Graaf", "Daniel Whitcombe"} <= set(offered(world.noor))
    assert "Joost van Rijn" not in offered(world.noor) and "Willem Kuiper" not in offered(world.joost)

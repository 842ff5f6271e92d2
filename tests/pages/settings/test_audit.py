"""Administrators see who did what, find it again, and take it along as a table."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.conftest import Seat
from tests.world import World
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.now import now

PATH = "/settings/audit"


@pytest.fixture
def joost(sit: Seat, world: World) -> Client:
    """The administrator."""
    return sit(world.joost)


def happened(world: World, count: int = 1, why: str = "too hard") -> int:
    conversation = world.conversation()
    for number in range(count):
        record("conversation.skipped", conversation, by=world.anna, why=f"{why} {number}")
    return conversation.pk


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{PATH}.csv{query}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming answer
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_each_row_leads_to_what_it_is_about(joost: Client, world: World) -> None:
    pk = happened(world)
    shown = joost.get(PATH).content.decode()
    assert f'href="/conversations/{pk}"' in shown
    assert "too hard 0" in shown and world.anna.name in shown and "skipped it" in shown


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-02", "1999-12-31"])
def test_a_day_that_no_calendar_shows_finds_nothing(joost: Client, world: World, day: str) -> None:
    happened(world)
    for name in ("since", "until"):
        answer = joost.get(f"{PATH}?{name}={day}")
        assert answer.status_code == 422
        assert "too hard 0" not in answer.content.decode()


def test_it_is_found_by_person_verb_subject_and_time(joost: Client, world: World) -> None:
    pk = happened(world)
    record("conversation.closed", world.conversation(), by=world.daniel, why="another thing")
    tomorrow = f"{now() + timedelta(days=1):%Y-%m-%d}"
    for query, found in {
        f"who={world.anna.pk}": True,
        f"who={world.daniel.pk}": False,
        "verb=conversation.skipped": True,
        "verb=conversation.closed": False,
        f"about=conversation&row={pk}": True,
        f"about=case&row={pk}": False,
        f"since={now():%Y-%m-%d}": True,
        f"since={tomorrow}": False,
        f"until={now() - timedelta(days=2):%Y-%m-%d}": False,
    }.items():
        assert ("too hard 0" in joost.get(f"{PATH}?{query}").content.decode()) is found, query


@pytest.mark.parametrize("query", ["who=x", "row=abc", "since=yesterday", "verb=nothing.known", "before=x", "row=-1"])
def test_what_makes_no_sense_breaks_nothing(joost: Client, query: str) -> None:
    assert joost.get(f"{PATH}?{query}").status_code in {200, 422}
    assert joost.get(f"{PATH}.csv?{query}").status_code == 200


def test_older_rows_stand_behind_a_link(joost: Client, world: World) -> None:
    happened(world, 60)
    first = joost.get(f"{PATH}?verb=conversation.skipped").content.decode()
    assert "too hard 59" in first and "too hard 5<" not in first
    link = first.split('href="?verb')[1].split('"')[0].replace("&amp;", "&")
    assert "too hard 5<" in joost.get(f"{PATH}?verb{link}").content.decode()


def test_a_page_costs_the_same_for_one_row_and_for_many(joost: Client, world: World) -> None:
    happened(world)
    joost.get(PATH)
    with CaptureQueriesContext(connection) as few:
        joost.get(PATH)
    happened(world, 40)
    with CaptureQueriesContext(connection) as many:
        joost.get(PATH)
    assert len(few) == len(many)


def test_the_table_holds_all_of_it_and_taking_it_is_written_down(joost: Client, world: World) -> None:
    happened(world, 70)
    found = rows(joost, "?verb=conversation.skipped")
    assert len(found) == 70
    assert found[0]["who"] == world.anna.name and found[0]["why"] == "too hard 0"
    event = Event.objects.latest("pk")
    assert event.verb == "ledger.exported" and event.data == {"filter": {"verb": "conversation.skipped"}}


@pytest.mark.parametrize("formula", ["=HYPERLINK()", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_runs_nothing_of_it(joost: Client, world: World, formula: str) -> None:
    happened(world, why=formula)
    assert rows(joost, "?verb=conversation.skipped")[0]["why"] == f"'{formula} 0"


def test_only_administrators_see_it(sit: Seat, world: World) -> None:
    assert sit(world.noor).get(PATH).status_code in {403, 404}
    assert sit(world.noor).get(f"{PATH}.csv").status_code in {403, 404}

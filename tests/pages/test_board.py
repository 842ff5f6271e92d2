"""The public board: everybody may read it, nothing on it flatters, and what is old says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from tests.pages.conftest import Seat
from tests.world import World
from webcare.clocks import board
from webcare.clocks.clock import BoardSnapshot, Clock, Hours, StoredPromise
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.organisation import organisation

ANYBODY = Client()
ADDRESSES = ("/board", "/board/metrics", "/board.json", "/board.svg")


@pytest.fixture(autouse=True)
def promise(world: World) -> StoredPromise:
    """An hour, around the clock."""
    always = Hours.objects.create(name="always")
    return StoredPromise.objects.create(name="an hour", promise_kind="first", minutes=60, hours=always)


def _answered(world: World, minutes: int, *, language: str = "nl", ago: int = 10) -> Clock:
    conversation = world.conversation(language=language)
    stopped = now() - timedelta(minutes=ago)
    return Clock.objects.create(
        conversation=conversation, brand=conversation.brand, network="x", language=language, promise_kind="first",
        started_at=stopped - timedelta(minutes=minutes), arrived_at=stopped, stopped_at=stopped,
    )  # fmt: skip


def _waits(world: World, minutes: int, **fields: Any) -> Clock:
    conversation = world.conversation()
    begun = now() - timedelta(minutes=minutes)
    values = {"brand": conversation.brand, "network": "x", "language": "nl", **fields}
    return Clock.objects.create(
        conversation=conversation, promise_kind="first", started_at=begun, arrived_at=begun, **values
    )


def test_the_large_number_is_what_the_last_hour_waited(world: World) -> None:
    for minutes in (10, 20, 30):
        _answered(world, minutes)
    board.take_snapshot()
    page = ANYBODY.get("/board").content.decode()
    assert '<p class="big">20<small>minutes</small></p>' in page
    assert "waited at most 20 min, nine in ten at most 30 min" in page


def test_a_team_that_does_not_answer_cannot_look_quick(world: World) -> None:
    _answered(world, 5)
    _waits(world, 90)
    board.take_snapshot()
    page = ANYBODY.get("/board").content.decode()
    assert '<p class="big late">91<small>minutes</small></p>' in page  # begun, not yet over: the minute counts
    assert "This is longer than the 60 minutes that we promise." in page
    assert "1 person waits now, the longest for 1 h 31." in page


def test_the_page_speaks_the_readers_language(world: World) -> None:
    board.take_snapshot()
    assert '<html lang="nl"' in Client(headers={"Accept-Language": "nl-BE,nl;q=0.9"}).get("/board").content.decode()
    assert '<html lang="en"' in Client(headers={"Accept-Language": "fi"}).get("/board").content.decode()
    assert '<html lang="nl"' in ANYBODY.get("/board?lang=nl").content.decode()
    assert ANYBODY.get("/board?lang=%00'<").status_code == 200


def test_figures_that_nobody_renewed_are_marked_as_old(world: World) -> None:
    _answered(world, 10)
    board.take_snapshot()
    row = BoardSnapshot.objects.get()
    long_ago = now() - timedelta(minutes=4)
    BoardSnapshot.objects.update(at=long_ago, figures={**row.figures, "at": long_ago.isoformat()})
    assert "These figures are old" in ANYBODY.get("/board").content.decode()
    assert ANYBODY.get("/board.json").json()["stale"] is True
    assert "not measured" in ANYBODY.get("/board.svg").content.decode()


def test_before_the_first_measurement_nothing_is_claimed(world: World) -> None:
    page = ANYBODY.get("/board").content.decode()
    assert "Nothing has been measured yet." in page and 'class="big' not in page
    answer = ANYBODY.get("/board.json").json()
    assert answer["stale"] is True and answer["measured_at"] is None and answer["overall"] is None
    assert "not measured" in ANYBODY.get("/board.svg").content.decode()


def test_an_organisation_that_keeps_its_board_to_itself_has_none(world: World) -> None:
    company = organisation()
    company.board_is_public = False
    company.save()
    assert [ANYBODY.get(address).status_code for address in ADDRESSES] == [404] * 4


def test_a_brand_that_is_not_public_is_in_no_figure(world: World) -> None:
    world.holidays.is_public = False
    world.holidays.save()
    _waits(world, 30, brand=world.holidays)
    board.take_snapshot()
    assert ANYBODY.get("/board.json").json()["overall"]["waiting"] == 0


def test_the_json_gives_seconds_for_every_network_and_language(world: World) -> None:
    _answered(world, 10, language="nl")
    _answered(world, 30, language="ko")
    board.take_snapshot()
    response = ANYBODY.get("/board.json")
    answer = response.json()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert answer["overall"]["median_seconds"] == 600
    assert answer["overall"]["p90_seconds"] == 1800
    assert [(cell["name"], cell["median_seconds"]) for cell in answer["languages"]] == [("ko", 1800), ("nl", 600)]
    assert [(cell["name"], cell["answered_last_hour"]) for cell in answer["networks"]] == [("x", 2)]
    assert answer["line"][-1]["expected_seconds"] == 600


def test_nothing_on_the_board_names_a_person(world: World) -> None:
    _waits(world, 12)
    board.take_snapshot()
    told = "".join(ANYBODY.get(address).content.decode() for address in ADDRESSES)
    people = [cast.BRAM.name, cast.BRAM.handle or "", *(person.name for person in world.people.values())]
    assert [name for name in people if name in told] == []


@pytest.mark.parametrize("query", ["", "?network=x", "?network=email", "?language=nl", "?language=ko&lang=nl"])
def test_a_badge_is_a_picture_that_reads_itself_aloud(world: World, query: str) -> None:
    _answered(world, 10)
    board.take_snapshot()
    response = ANYBODY.get(f"/board.svg{query}")
    picture = ET.fromstring(response.content)
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert picture.attrib["aria-label"].strip()
    assert "style" not in response.content.decode()  # the CSP would refuse it


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("network=<svg onload=alert(1)>", 404),
        ("language=xx", 404),
        ("network=x&language=nl", 400),
        ("network=%00", 404),
    ],
)
def test_a_badge_of_nonsense_is_none(world: World, query: str, status: int) -> None:
    board.take_snapshot()
    response = ANYBODY.get(f"/board.svg?{query}")
    assert response.status_code == status
    assert b"onload" not in response.content


def test_caches_keep_it_shortly_and_nobody_gets_a_cookie(world: World) -> None:
    board.take_snapshot()
    for address in ADDRESSES:
        response = ANYBODY.get(address)
        assert response.headers["Cache-Control"] == "public, max-age=10"
        assert "Accept-Language" in response.headers["Vary"]
        assert not response.cookies


def test_somebody_signed_in_sees_the_same_page_without_their_token(world: World, sit: Seat) -> None:
    board.take_snapshot()
    page = sit(world.anna).get("/board").content.decode()
    assert "X-CSRFToken" not in page
    assert world.anna.name not in page


def test_the_bar_over_every_page_tells_the_same_figure(world: World, sit: Seat) -> None:
    _answered(world, 8)
    board.take_snapshot()
    words = "Answering in <b>8 min</b> of 60 promised"
    assert words in sit(world.anna).get("/promise").content.decode()
    assert words in sit(world.anna).get("/").content.decode()


def test_old_figures_are_not_shown_in_the_bar(world: World, sit: Seat) -> None:
    _answered(world, 8)
    board.take_snapshot()
    row = BoardSnapshot.objects.get()
    long_ago = now() - timedelta(minutes=4)
    BoardSnapshot.objects.update(at=long_ago, figures={**row.figures, "at": long_ago.isoformat()})
    assert "No answers to measure yet" in sit(world.anna).get("/promise").content.decode()


def test_the_past_is_measured_as_it_was(world: World) -> None:
    """Somebody waited from 40 to 20 minutes ago: the line rises until then, and shows the answer afterwards."""
    answered = _answered(world, 20, ago=20)
    start = answered.started_at
    board.recall(start - timedelta(minutes=5), start + timedelta(minutes=25), timedelta(minutes=5))
    line = board.line(now(), timedelta(hours=2))
    assert [round(seconds / 60) for _, seconds in line] == [0, 5, 10, 15, 20]
    assert BoardSnapshot.objects.filter(at=start + timedelta(minutes=10)).get().figures["overall"]["waiting"] == 1


def test_a_past_that_was_measured_is_not_told_anew(world: World) -> None:
    answered = _answered(world, 20, ago=20)
    BoardSnapshot.objects.create(at=answered.started_at, figures={"overall": {"expected": 77.0}})
    board.recall(answered.started_at, answered.started_at + timedelta(minutes=5), timedelta(minutes=5))
    assert board.line(now(), timedelta(hours=2)) == [(answered.started_at, 77.0)]


def test_one_who_was_forgotten_is_told_of_but_does_not_speak_for_everybody(world: World) -> None:
    for minutes in (3, 4, 5, 90):
        _waits(world, minutes)
    board.take_snapshot()
    overall = ANYBODY.get("/board.json").json()["overall"]
    assert 240 <= overall["expected_seconds"] < 300  # nearest rank: the second of four
    assert overall["longest_waiting_seconds"] >= 5400

"""What may be said about the promise elsewhere: for everybody to read, and struck out while it is not true."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.budget import same_cost
from tests.world import World
from webcare.clocks import board
from webcare.clocks.clock import Clock, Hours, StoredPromise
from webcare.lib.now import now
from webcare.team.organisation import Organisation

ANYBODY = Client()


@pytest.fixture(autouse=True)
def promise(world: World) -> StoredPromise:
    """An hour, around the clock."""
    always = Hours.objects.create(name="always")
    return StoredPromise.objects.create(name="an hour", promise_kind="first", minutes=60, hours=always)


def _somebody_waits(world: World, minutes: int) -> None:
    begun = now() - timedelta(minutes=minutes)
    Clock.objects.create(
        brand=world.air, network="x", language="nl", promise_kind="first", started_at=begun, arrived_at=begun
    )
    board.take_snapshot()


def _told() -> dict[tuple[str, str], tuple[str, bool]]:
    rows = ANYBODY.get("/board/announcements.json").json()["announcements"]
    return {(row["language"], row["place"]): (row["text"], row["usable"]) for row in rows}


def test_a_promise_that_is_kept_may_be_told_in_every_language(world: World) -> None:
    _somebody_waits(world, 20)
    assert _told()["nl", "phone"] == (
        "Liever niet aan de lijn wachten? Schrijf ons op X. U hebt binnen 60 minuten antwoord.",
        True,
    )
    page = ANYBODY.get("/board/announcements").content.decode()
    assert "<s>" not in page
    assert 'lang="ja"' in page


def test_while_it_takes_longer_than_promised_no_text_may_be_used_and_the_page_says_why(world: World) -> None:
    _somebody_waits(world, 95)
    assert {usable for _text, usable in _told().values()} == {False}
    page = ANYBODY.get("/board/announcements?lang=en").content.decode()
    assert re.search(r"an answer takes about 1 h 3[56]", page)
    assert "<s>Schrijf ons op X." in page


def test_nothing_is_told_before_anything_was_measured(world: World) -> None:
    assert _told() == {}


def test_a_board_that_is_not_public_announces_nothing(world: World) -> None:
    Organisation.objects.update(board_is_public=False)
    assert ANYBODY.get("/board/announcements").status_code == 404
    assert ANYBODY.get("/board/announcements.json").status_code == 404


@pytest.mark.parametrize("path", ["/board/announcements", "/board/announcements.json"])
def test_many_languages_cost_as_much_as_one(world: World, path: str) -> None:
    _somebody_waits(world, 20)
    company = Organisation.objects.get()
    spoken, company.languages = company.languages, ["nl"]
    company.save()

    def speak_all() -> None:
        company.languages = spoken
        company.save()

    same_cost(lambda: ANYBODY.get(path), lambda: ANYBODY.get(path), speak_all)
    assert len({language for language, _place in _told()}) > 5

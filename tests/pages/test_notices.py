"""The bell counts what is new, and what may be raised is raised once, as its person wishes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.pages.conftest import Seat
from tests.racing import race
from tests.world import World
from webcare.lib.now import now
from webcare.team.notice import Notice, NoticeKind, NoticePreference
from webcare.team.person import Person
from webcare.team.telling import tell
from webcare.team.wishing import be_quiet


def told(person: Person, text: str = "Noor mentions you", path: str = "/conversations/1") -> Notice:
    tell(person, NoticeKind.MENTION, f"test:{text}", text, path)
    return Notice.objects.get(person=person, key=f"test:{text}")


def test_the_bell_counts_until_seen(sit: Seat, world: World) -> None:
    told(world.anna, "one")
    told(world.anna, "two")
    told(world.daniel, "three")
    anna = sit(world.anna)
    assert 'hx-get="/notices/bell"' in anna.get("/").content.decode()
    assert "2 new notices" in anna.get("/notices/bell").content.decode()
    assert anna.post("/notices/sight").status_code == 302
    assert "new notices" not in anna.get("/notices/bell").content.decode()
    assert Notice.objects.unseen().get().person == world.daniel


def test_a_notice_leads_where_it_is_about_and_is_seen(sit: Seat, world: World) -> None:
    notice = told(world.anna)
    answer = sit(world.anna).get(f"/notices/{notice.pk}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/conversations/1")
    notice.refresh_from_db()
    assert notice.seen_at
    assert sit(world.daniel).get(f"/notices/{notice.pk}").status_code == 404


@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", ""])
def test_a_notice_never_leads_elsewhere(sit: Seat, world: World, path: str) -> None:
    notice = told(world.anna, path=path)
    assert sit(world.anna).get(f"/notices/{notice.pk}").headers["Location"] == "/notices"


def test_opening_the_conversation_is_seeing_its_notices(sit: Seat, world: World) -> None:
    conversation = world.conversation()
    notice = told(world.anna, path=conversation.path)
    sit(world.anna).get(conversation.path)
    notice.refresh_from_db()
    assert notice.seen_at


def test_one_tab_shows_it_and_no_other(sit: Seat, world: World) -> None:
    told(world.anna)
    anna = sit(world.anna)
    first = anna.post("/notices/showings", {"browser": "1", "sound": "1"}).json()["showings"]
    assert [(one["text"], one["browser"], one["sound"]) for one in first] == [("Noor mentions you", True, True)]
    assert anna.post("/notices/showings", {"browser": "1"}).json() == {"showings": []}


def test_a_tab_that_may_do_nothing_leaves_it_to_another(sit: Seat, world: World) -> None:
    told(world.anna)
    anna = sit(world.anna)
    assert anna.post("/notices/showings").json() == {"showings": []}
    assert len(anna.post("/notices/showings", {"sound": "1"}).json()["showings"]) == 1


def test_what_is_not_wished_is_not_raised(sit: Seat, world: World) -> None:
    NoticePreference.objects.create(person=world.anna, notice_kind="mention", browser=False, sound=False, email=False)
    told(world.anna)
    assert sit(world.anna).post("/notices/showings", {"browser": "1", "sound": "1"}).json() == {"showings": []}


def test_in_quiet_hours_nothing_is_raised(sit: Seat, world: World) -> None:
    told(world.anna)
    here = now().astimezone(ZoneInfo(world.anna.time_zone))
    be_quiet(world.anna, (here - timedelta(hours=1)).time(), (here + timedelta(hours=1)).time())
    assert sit(world.anna).post("/notices/showings", {"browser": "1"}).json() == {"showings": []}
    be_quiet(world.anna, None, None)
    assert len(sit(world.anna).post("/notices/showings", {"browser": "1"}).json()["showings"]) == 1


def test_what_was_missed_long_ago_is_not_raised(sit: Seat, world: World) -> None:
    notice = told(world.anna)
    Notice.objects.filter(pk=notice.pk).update(at=now() - timedelta(hours=1))
    assert sit(world.anna).post("/notices/showings", {"browser": "1"}).json() == {"showings": []}


@pytest.mark.django_db(transaction=True)
def test_tabs_that_ask_at_the_same_moment_show_it_once(sit: Seat, world: World) -> None:
    told(world.anna)
    tabs = [sit(world.anna) for _ in range(4)]

    def ask(tab: Client) -> int:
        return len(tab.post("/notices/showings", {"browser": "1"}).json()["showings"])

    assert sorted(race(*[partial(ask, tab) for tab in tabs]), key=str) == [0, 0, 0, 1]

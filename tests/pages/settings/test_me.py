"""One's own page: how webcare looks, what one speaks, how one hears of things."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from tests.pages.conftest import Seat
from tests.world import World
from webcare.team.notice import NoticeKind, QuietHours
from webcare.team.person import Person
from webcare.team.telling import wishes_of

LOOK = {
    "interface_language": "en",
    "time_zone": "Asia/Tokyo",
    "density": "compact",
    "theme": "dark",
    "initials": "AG",
}


def test_how_it_looks_holds_on_every_page(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    assert anna.post("/me", LOOK).status_code == 302
    for path in ("/", "/me", "/account/2fa/", "/notices"):
        page = anna.get(path).content.decode()
        assert 'data-theme="dark"' in page, path
        assert 'data-density="compact"' in page, path
    person = Person.objects.get(pk=world.anna.pk)
    assert (person.time_zone, person.initials) == ("Asia/Tokyo", "AG")


def test_the_language_of_webcare_follows_the_person(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    anna.post("/me", LOOK | {"interface_language": "nl"})
    assert '<html lang="nl"' in anna.get("/me").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"theme": "pink"}, "not one of the available choices"),
        ({"interface_language": "tlh"}, "not one of the available choices"),
        ({"initials": "<b>"}, "letters and digits only"),
        ({"initials": "ABCDE"}, "at most 4 characters"),
    ],
)
def test_what_is_wrong_is_said(sit: Seat, world: World, wrong: dict[str, str], says: str) -> None:
    answer = sit(world.anna).post("/me", LOOK | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Person.objects.get(pk=world.anna.pk).density == "comfortable"


def test_nobody_raises_their_own_role(sit: Seat, world: World) -> None:
    sit(world.anna).post("/me", LOOK | {"role": "administrator", "is_active": "", "email": "x@example.com"})
    person = Person.objects.get(pk=world.anna.pk)
    assert (person.role, person.is_active, person.email) == ("agent", True, world.anna.email)


def test_what_i_speak_is_mine_to_say(sit: Seat, world: World) -> None:
    answer = sit(world.anna).post(
        "/me/languages", {"speaks_ja": "fluent", "speaks_nl": "native", "speaks_xx": "native"}
    )
    assert answer.status_code == 302
    assert Person.objects.get(pk=world.anna.pk).spoken() == ("nl", "ja")
    assert sit(world.anna).post("/me/languages", {"speaks_ja": "a little"}).status_code == 422


def test_how_i_hear_of_things_is_kept(sit: Seat, world: World) -> None:
    given = {"waiting_browser": "on", "mention_email": "on", "starts": "22:00", "ends": "07:00"}
    assert sit(world.anna).post("/me/notices", given).status_code == 302
    wishes = wishes_of(world.anna)
    assert (wishes[NoticeKind.WAITING].browser, wishes[NoticeKind.WAITING].sound) == (True, False)
    assert (wishes[NoticeKind.MENTION].browser, wishes[NoticeKind.MENTION].email) == (False, True)
    hours = QuietHours.objects.get(person=world.anna)
    assert (hours.starts, hours.ends) == (time(22), time(7))
    page = sit(world.anna).get("/me").content.decode()
    assert 'value="22:00"' in page
    sit(world.anna).post("/me/notices", {})
    assert not QuietHours.objects.filter(person=world.anna).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"starts": "22:00"}, {"ends": "07:00"}, {"starts": "22:00", "ends": "22:00"}, {"starts": "late", "ends": "07:00"}],
)
def test_quiet_hours_need_a_beginning_and_an_end(sit: Seat, world: World, wrong: dict[str, Any]) -> None:
    answer = sit(world.anna).post("/me/notices", wrong)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not QuietHours.objects.exists()

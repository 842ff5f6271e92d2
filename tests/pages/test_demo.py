"""The door of the demo stands where one comes in, and leads to where one wanted to go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client, override_settings

from tests.world import World
from webcare.demo.entrance import fresh_code


@pytest.fixture
def visitor() -> Iterator[Client]:
    with override_settings(DEMO=True, LOGIN_URL="demo"):
        yield Client()


def test_the_printed_address_asks_who_one_wants_to_be(world: World, visitor: Client) -> None:
    page = visitor.get("/", follow=True)
    assert page.redirect_chain == [("/demo?next=/", 302)]
    assert "Who do you want to be?" in page.content.decode()


@pytest.mark.parametrize(("wanted", "there"), [("/cases", "/cases"), ("https://elsewhere.example/", "/"), ("", "/")])
def test_one_click_leads_where_one_wanted_to_go(world: World, visitor: Client, wanted: str, there: str) -> None:
    answer = visitor.post(f"/demo?next={wanted}", {"person": world.anna.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, there)


def test_where_others_can_reach_it_nobody_comes_in_without_the_printed_code(world: World, visitor: Client) -> None:
    code = fresh_code()
    with override_settings(DEMO_CODE=code):
        door = visitor.get("/demo").content.decode()
        assert "The code that the demo printed" in door
        assert world.anna.name not in door, "nor does a stranger learn who works here"
        for typed in ("", "123456", code[:-1]):
            answer = visitor.post("/demo", {"person": world.anna.pk, "code": typed})
            assert answer.status_code == 403
            assert visitor.get("/").status_code == 302
        answer = visitor.post("/demo?next=/cases", {"code": f" {code.upper()} "})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/demo?next=/cases")
        assert world.anna.name in visitor.get("/demo").content.decode()
        for person in (world.anna, world.noor):  # one can be somebody else without typing it again
            assert visitor.post("/demo", {"person": person.pk}).headers["Location"] == "/"
        assert visitor.get("/").status_code == 200
    with override_settings(DEMO_CODE=fresh_code()):
        assert visitor.post("/demo", {"person": world.anna.pk}).status_code == 403, "the next demo has another code"


def test_whoever_came_in_stands_in_their_own_list_of_sessions(world: World, visitor: Client) -> None:
    visitor.post("/demo", {"person": world.anna.pk})
    assert UserSession.objects.filter(user=world.anna, session_key=visitor.session.session_key).exists()

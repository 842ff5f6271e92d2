"""The door of the demo stands where one comes in, and leads to where one wanted to go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tests.world import World


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

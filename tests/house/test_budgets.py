"""A list costs the same number of queries for a few rows and for many."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from tests.budget import at_most, same_cost
from tests.house.route_table import ROUTES, Access
from tests.world import World
from webcare.cases.opening import open_case
from webcare.demo import cast

OURS = {Access.ANYBODY, Access.READER, Access.AGENT, Access.LEAD, Access.ADMINISTRATOR}
LISTS = sorted(
    name for name, row in ROUTES.items() if row.GET in OURS and not row.about and not name.startswith("account")
)
DESK_BUDGET = 40  # the whole first screen, signed in


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.joost, backend="django.contrib.auth.backends.ModelBackend")
    return client


def some_work(world: World, count: int = 3) -> None:
    """Conversations of several kinds, some in a case."""
    for number in range(count):
        conversation = world.conversation(cast.BRAM, "Where is my bag?", "Hello?")
        if number % 3 == 0:
            open_case(conversation, world.joost)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_few_and_for_many(name: str, world: World, client: Client) -> None:
    some_work(world)
    ask = partial(client.get, reverse(name))
    ask()  # what is read only once is read now
    same_cost(ask, ask, lambda: some_work(world, 12))


def test_the_first_screen_has_a_budget(world: World, client: Client) -> None:
    some_work(world, 12)
    client.get(reverse("desk"))
    with at_most(DESK_BUDGET):
        client.get(reverse("desk"))

"""The company, and somebody of it at a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World
from webcare.team.person import Person

Seat = Callable[[Person], Client]


@pytest.fixture
def world(db: None) -> World:
    """Lowland Air before the first customer writes."""
    return World.build()


@pytest.fixture
def sit(world: World) -> Seat:
    """Somebody of the company, signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def queries(client: Client, address: str, asked: dict[str, str] | None = None) -> list[str]:
    """What a page asks the database; not counted is the clock, which is read again every few seconds."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, asked or {}).status_code == 200
    return [query["sql"] for query in captured if "webcare_business_clock" not in query["sql"]]

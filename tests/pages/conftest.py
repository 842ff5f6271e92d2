"""The company, and somebody of it at a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

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

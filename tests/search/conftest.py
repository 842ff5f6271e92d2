"""The company, and a way to look for something in what was written to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.world import World
from webcare.search import messages
from webcare.search.query import parse
from webcare.team.person import Person

Look = Callable[..., list[str]]


@pytest.fixture
def world(db: None) -> World:
    """Lowland Air before the first customer writes."""
    return World.build()


@pytest.fixture
def look(world: World) -> Look:
    """The texts that a search finds, newest first unless asked otherwise."""

    def found(typed: str, by: Person | None = None, *, best_first: bool = False) -> list[str]:
        hits = messages.find(by or world.anna, parse(typed), best_first=best_first).hits
        return [hit.message.text for hit in hits]

    return found

"""The company in which every story of this room plays, and a network that does what a story needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scripted import ScriptedNetwork, scripted_account, scripted_network
from tests.world import World
from webcare.channels.account import Account


@pytest.fixture
def world(db: None) -> World:
    """Lowland Air before the first customer writes."""
    return World.build()


@pytest.fixture
def network() -> Iterator[ScriptedNetwork]:
    """A network that does what the test tells it."""
    with scripted_network() as network:
        yield network


@pytest.fixture
def account(world: World, network: ScriptedNetwork) -> Account:
    """Lowland Air's account on that network."""
    return scripted_account(world.air)

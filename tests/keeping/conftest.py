"""Lowland Air, and customers who wrote long ago."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    return World.build()

"""The company whose people are told things."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Lowland Air before the first customer writes."""
    return World.build()

"""What every test may ask for."""

from __future__ import annotations

import django
import pytest

from tests.database import TestGround

_ground = TestGround()
_ground.prepare()  # before Django reads its settings
django.setup()  # before a room's conftest imports its models


def pytest_configure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    config.add_cleanup(_ground.leave)

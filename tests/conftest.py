"""What every test may ask for."""

from __future__ import annotations

import pytest

from tests.database import TestGround

_ground = TestGround()
_ground.prepare()  # before Django reads its settings


def pytest_configure(config: pytest.Config) -> None:
    """Load Django on the prepared ground."""
    import django  # noqa: PLC0415 - reads the environment that the lines above have set

    django.setup()
    config.add_cleanup(_ground.leave)

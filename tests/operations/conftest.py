"""A house with real processes, behind Debian's nginx where that is installed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import network
from tests.operations.house import House, furnished

__all__ = ["network"]


@pytest.fixture(scope="module")
def brand(network: Sandbox) -> Sandbox:
    """The network with the company on it."""
    network.reset()
    network.clear_faults()
    network.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    return network


@pytest.fixture(scope="module")
def house(brand: Sandbox) -> Iterator[House]:
    """Prepared and furnished; no process runs in it yet."""
    with (
        tempfile.TemporaryDirectory(prefix="webcare-house-", ignore_cleanup_errors=True) as name,
        furnished(Path(name), brand) as house,
    ):
        yield house

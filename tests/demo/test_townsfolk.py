"""The make-believe town writes to the company on all its networks."""

from __future__ import annotations

from datetime import UTC

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import network, sandbox
from webcare.channels.registry import BUILT_IN
from webcare.demo.townsfolk import Townsfolk

__all__ = ["network", "sandbox"]


@pytest.mark.django_db
def test_somebody_writes_on_every_network_that_carries_words_by_itself(sandbox: Sandbox) -> None:
    folk = Townsfolk(sandbox, pace=60.0, seed=1, zone=UTC)
    assert {*folk.ways} == {*BUILT_IN} - {"notes"}, "what was said by phone is written down at the desk"

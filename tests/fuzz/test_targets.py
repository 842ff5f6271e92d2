"""A short run of every target that bin/fuzz runs for long: what was kept, and what is made of it by chance."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS, in_time

RUNS = 300


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks_it(name: str) -> None:
    rng, known = Random(f"fuzz {name}"), seeds(name)
    for data in known:
        in_time(TARGETS[name], data)
    for _ in range(RUNS):
        in_time(TARGETS[name], _changed(rng, rng.choice(known)))


def _changed(rng: Random, data: bytes) -> bytes:
    """Bytes replaced, taken away, doubled."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(made) + 1)
        match rng.randrange(3):
            case 0:
                made[place : place + 1] = rng.randbytes(1)
            case 1:
                del made[place : place + rng.randint(1, 8)]
            case _:
                made[place:place] = made[max(0, place - rng.randint(1, 12)) : place]
    return bytes(made)

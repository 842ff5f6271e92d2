"""Ids that carry their time: 41 bits of milliseconds and 22 bits that tell twins apart."""

import random

EPOCH_MS = 1288834974657
LOW_BITS = 22


class Snowflakes:
    """Starts at a random low half, so that a restart within the same millisecond does not repeat an id."""

    def __init__(self) -> None:
        self._next = random.randrange(1 << (LOW_BITS - 1))

    def at(self, ms: int) -> str:
        self._next = (self._next + 1) % (1 << LOW_BITS)
        return str((max(ms - EPOCH_MS, 1) << LOW_BITS) | self._next)

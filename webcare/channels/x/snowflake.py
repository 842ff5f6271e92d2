"""The moment at which X accepted something, read from its id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime.fromtimestamp(1_288_834_974.657, UTC)
SEQUENCE_BITS = 22


def moment_of(external_id: str) -> datetime:
    """To the millisecond; X's answer to a new post names no time, its id does."""
    return EPOCH + timedelta(milliseconds=int(external_id) >> SEQUENCE_BITS)

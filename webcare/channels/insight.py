"""What a network counts of a message of ours: how often it was seen, and what people did with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Insight:
    """Of one message, so far. None: the network does not tell, which is something else than nobody."""

    external_id: str
    views: int | None = None
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    clicks: int | None = None

"""A conversation by its key alone, for the ledger and for batches that never load it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger needs to know of a conversation."""

    pk: int
    kind: str = "conversation"

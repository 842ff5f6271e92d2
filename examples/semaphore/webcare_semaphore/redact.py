"""Takes the words of withdrawn signals out of a kept event. For a real network: wherever in its events words can stand. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.redacting import rewritten, skeleton

KEPT = frozenset(
    {"id", "at", "from", "to", "answers", "call"}
)  # which signal it was, whose and when; never what it said


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these said; nothing of one that cannot be read."""

    def without(told: dict[str, Any]) -> dict[str, Any]:
        signal = told["signal"]
        return told | {"signal": skeleton(signal, KEPT)} if signal["id"] in external_ids else told

    return rewritten(payload, without)

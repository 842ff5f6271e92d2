"""Takes the words out of an event of the widget, and leaves what tells that it was there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.redacting import rewritten, skeleton

# Which one it was, whose, when and where; never what it said, what came along, or how somebody is called.
KEPT = frozenset({"kind", "account", "thread", "visitor", "id", "verified", "formerly", "at"})


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what was said; nothing of one that cannot be read."""
    return rewritten(payload, lambda told: _without(told, external_ids))


def _without(told: dict[str, Any], external_ids: Collection[str]) -> dict[str, Any]:
    if told.get("id") not in external_ids:
        return told
    return {**skeleton(told, KEPT), "text": ""}

"""Takes the words of posts and messages out of an event, and leaves that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.bluesky.naming import CHAT
from webcare.channels.redacting import rewritten, skeleton

KEPT = frozenset({
    "$type", "uri", "cid", "author", "did", "handle", "displayName", "verification", "verifiedStatus", "reason",
    "reasonSubject", "indexedAt", "record", "value", "createdAt", "reply", "root", "parent", "langs", "id", "rev", "sender",
    "sentAt",
})  # fmt: skip
RECORDS = ("record", "value")


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these said and showed; nothing of an event that cannot be read."""
    return rewritten(payload, lambda event: _without(event, frozenset(external_ids)))


def _without(value: Any, ids: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, ids) for each in value]
    if not isinstance(value, dict):
        return value
    if _name(value) not in ids:
        return {key: _without(each, ids) for key, each in value.items()}
    return _silent(skeleton(value, KEPT))


def _name(value: dict[str, Any]) -> str:
    """Which post or message it is, where it is one; a reference to a post has no author, and no words."""
    if "author" in value and isinstance(value.get("uri"), str):
        return str(value["uri"])
    if "sender" in value and isinstance(value.get("id"), str):
        return f"{CHAT}{value['id']}"
    return ""


def _silent(left: dict[str, Any]) -> dict[str, Any]:
    """A text of no words, where there has to be one."""
    if "sender" in left:
        return {**left, "text": ""}
    return {
        key: {**each, "text": ""} if key in RECORDS and isinstance(each, dict) else each for key, each in left.items()
    }

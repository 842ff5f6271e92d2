"""Takes the words of comments and posts out of notifications, and leaves what tells that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.linkedin.fields import comment_urn
from webcare.channels.redacting import rewritten, skeleton

# What may stay: which one it was, whose, when and where; never what it said.
KEPT = frozenset({
    "notificationId", "organizationalEntity", "action", "sourcePost", "generatedActivity", "lastModifiedAt", "subscriber",
    "entity", "owner", "object", "id", "commentUrn", "$URN", "actor", "author", "created", "time", "createdAt", "publishedAt",
    "parentComment",
})  # fmt: skip
SUBJECT = ("commentUrn", "$URN", "entity", "id")


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these said; nothing of an event that cannot be read."""
    ids = frozenset(external_ids)
    return rewritten(payload, lambda told: _without(told, ids))


def _without(value: Any, ids: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, ids) for each in value]
    if not isinstance(value, dict):
        return value
    if _subject(value) in ids:
        return skeleton(value, KEPT)
    return {key: _decoration(value, key, each, ids) for key, each in value.items()}


def _decoration(notification: dict[str, Any], key: str, value: Any, ids: frozenset[str]) -> Any:
    """What decorates a notification need not name itself again."""
    named = {"decoratedSourcePost": "sourcePost", "decoratedGeneratedActivity": "generatedActivity"}.get(key, "")
    if named and _one_name(notification.get(named)) in ids:
        return _bare(value)
    return _without(value, ids)


def _bare(decoration: Any) -> Any:
    """A decoration, or the one within it."""
    if not isinstance(decoration, dict):
        return None
    inner = {key: skeleton(each, KEPT) for key, each in decoration.items() if isinstance(each, dict)}
    return {**skeleton(decoration, KEPT), **inner}


def _subject(value: dict[str, Any]) -> str:
    """Which comment or post an object is about."""
    return next((found for name in SUBJECT if (found := _one_name(value.get(name)))), "")


def _one_name(written: Any) -> str:
    return (comment_urn(written) or written) if isinstance(written, str) else ""

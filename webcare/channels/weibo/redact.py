"""Takes the words of posts, comments and private messages out of an event, and leaves that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.redacting import rewritten
from webcare.channels.weibo.fields import Shape
from webcare.channels.weibo.parse import LISTED
from webcare.channels.weibo.private import known_as, skeleton
from webcare.channels.weibo.public import comment_id, status_id

KEPT = frozenset({"id", "idstr", "created_at", "user", "status", "reply_comment", "retweeted_status", "deleted"})
INNER = {"status": status_id, "retweeted_status": status_id, "reply_comment": comment_id}


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these said and showed; nothing of an event that cannot be read."""
    return rewritten(payload, lambda event: _without_words(event, external_ids))


def _without_words(event: dict[str, Any], ids: Collection[str]) -> dict[str, Any]:
    return _pushed(event, ids) if event.get(LISTED) is None else _listed(event, ids)


def _pushed(event: dict[str, Any], ids: Collection[str]) -> dict[str, Any]:
    return skeleton(event) if known_as(Shape.at("", event)) in ids else event


def _listed(event: dict[str, Any], ids: Collection[str]) -> dict[str, Any]:
    name = status_id if event[LISTED] == "status" else comment_id
    return {**event, "item": _without(event["item"], name, ids)}


def _without(item: dict[str, Any], name: Any, ids: Collection[str]) -> dict[str, Any]:
    """One post or comment, and those that stand within it."""
    number = item.get("id") if item.get("idstr") is None else item["idstr"]
    is_meant = name(str(number)) in ids
    left = {key: value for key, value in item.items() if not is_meant or key in KEPT}
    return {
        key: _without(value, INNER[key], ids) if key in INNER and isinstance(value, dict) else value
        for key, value in left.items()
    }

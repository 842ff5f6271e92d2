"""Takes the words of posts, comments and messages out of an event, and leaves what tells that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.meta.messaging import arrival_id
from webcare.channels.redacting import rewritten, skeleton

# What may stay: which one it was, whose, when and where; never what it said.
KEPT = frozenset({
    "item", "verb", "comment_id", "post_id", "parent_id", "created_time", "from", "sender_id", "id", "mid",
    "is_echo", "app_id", "is_deleted", "reply_to", "num_edit", "media", "media_id", "timestamp", "type", "context",
    "from_user_id", "username", "self_ig_scoped_id", "gone", "message_id", "to", "metadata", "phone_number_id", "status",
})  # fmt: skip

OF_REFERRAL = frozenset({"source", "type"})


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these said and showed; nothing of an event that cannot be read."""
    ids = frozenset(external_ids)
    return rewritten(payload, lambda told: _without(told, ids))


def _without(value: Any, ids: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, ids) for each in value]
    if not isinstance(value, dict):
        return value
    value = _unsaid(value, ids)
    if _subject(value) in ids:
        referral = value.get("referral")
        came = (
            isinstance(referral, dict) and "ref" in referral
        )  # by a word, which is an arrival of its own; ads have none
        return {**skeleton(value, KEPT), **({"referral": referral} if came else {})}
    return {key: _without(each, ids) for key, each in value.items()}


def _unsaid(event: dict[str, Any], ids: frozenset[str]) -> dict[str, Any]:
    """Without the word with which somebody came by a link; that they came so is left."""
    for name in ("", "message", "postback"):
        place = event.get(name) if name else event
        referral = place.get("referral") if isinstance(place, dict) else None
        if isinstance(place, dict) and isinstance(referral, dict) and "ref" in referral and arrival_id(event) in ids:
            told = {**place, "referral": {**skeleton(referral, OF_REFERRAL), "ref": ""}}
            event = {**event, name: told} if name else told
    return event


def _subject(value: dict[str, Any]) -> str:
    """Which post, comment or message an object is about: of a comment its own id, and not that of its post."""
    found = next((value[name] for name in ("mid", "comment_id", "post_id", "media_id", "id") if value.get(name)), "")
    return str(found) if isinstance(found, str | int) else ""

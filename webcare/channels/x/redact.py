"""Takes the words of posts out of an X event, and leaves what tells that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from webcare.channels.redacting import rewritten, skeleton

# What may stay of a post or direct message: which one it was, whose, when and where; never what it said.
KEPT = frozenset({
    "id", "id_str", "type", "event_type", "author_id", "sender_id", "sender", "target", "recipient_id",
    "created_at", "created_timestamp", "created_at_msec", "conversation_id", "dm_conversation_id", "participant_ids",
    "in_reply_to_user_id", "referenced_tweets", "referenced_posts", "edit_history_tweet_ids", "edit_history_post_ids",
    "message_create", "message_data", "data",
})  # fmt: skip


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these posts said and showed; nothing of an event that cannot be read."""
    ids = frozenset(external_ids)
    return rewritten(payload, lambda told: _without(told, ids, _media_of(told, ids)))


def _without(value: Any, ids: frozenset[str], media: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, ids, media) for each in value if not _is_medium(each, media)]
    if not isinstance(value, dict):
        return value
    if _is_one_of(value, ids):
        return skeleton(value, KEPT)
    return {key: _without(each, ids, media) for key, each in value.items()}


def _posts(value: Any, ids: frozenset[str]) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _posts(each, ids)
    elif isinstance(value, dict):
        if _is_one_of(value, ids):
            yield value
        for each in value.values():
            yield from _posts(each, ids)


def _is_one_of(value: dict[str, Any], ids: frozenset[str]) -> bool:
    return any(isinstance(value.get(name), str) and value[name] in ids for name in ("id", "id_str"))


def _is_medium(value: Any, media: frozenset[str]) -> bool:
    return isinstance(value, dict) and isinstance(value.get("media_key"), str) and value["media_key"] in media


def _media_of(value: Any, ids: frozenset[str]) -> frozenset[str]:
    return frozenset(key for post in _posts(value, ids) for key in _media_keys(post))


def _media_keys(post: dict[str, Any]) -> Iterator[str]:
    attached = post.get("attachments")
    keys = attached.get("media_keys") if isinstance(attached, dict) else None
    yield from (key for key in keys if isinstance(key, str)) if isinstance(keys, list) else ()

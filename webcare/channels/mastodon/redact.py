"""Takes the words of posts out of an event, and leaves that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.mastodon.fields import known_as
from webcare.channels.redacting import rewritten

# What may stay: which one it was, whose, when, where, in answer to what; never what it said.
KEPT = frozenset({
    "id", "uri", "url", "created_at", "edited_at", "in_reply_to_id", "in_reply_to_account_id", "visibility", "account",
    "mentions",
})  # fmt: skip


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what these said and showed; nothing of an event that cannot be read."""
    return rewritten(payload, lambda event: _without(event, str(event["server"]), frozenset(external_ids)))


def _without(value: Any, server: str, ids: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, server, ids) for each in value]
    if not isinstance(value, dict):
        return value
    if "content" not in value or known_as(server, str(value.get("id"))) not in ids:
        return {key: _without(each, server, ids) for key, each in value.items()}
    left = {key: each for key, each in value.items() if key in KEPT}
    quote = _without(value["quote"], server, ids) if isinstance(value.get("quote"), dict) else None
    return left | {"content": ""} | ({"quote": quote} if quote else {})

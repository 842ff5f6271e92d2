"""Takes the words of messages out of a call, and leaves that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.redacting import rewritten

KEPT = frozenset({"id", "quotedMessageId"})  # of a message; which one it was and what it answered


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The call without what these said and showed; nothing of one that cannot be read."""
    return rewritten(
        payload, lambda call: {**call, "events": [_without(each, external_ids) for each in call["events"]]}
    )


def _without(event: dict[str, Any], ids: Collection[str]) -> dict[str, Any]:
    message, pressed = event.get("message"), event.get("postback")
    if isinstance(message, dict) and message.get("id") in ids:
        left = {key: value for key, value in message.items() if key in KEPT}
        return {**event, "message": {**left, "type": "text", "text": ""}}
    if isinstance(pressed, dict) and event.get("webhookEventId") in ids:
        return {**event, "postback": {}}
    return event

"""Takes the words of messages out of an update, and leaves what tells that they were there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.redacting import rewritten
from webcare.channels.telegram.naming import Name

# What may stay: which one it was, whose, when and where; never what it said.
KEPT = frozenset({
    "message_id", "message_thread_id", "is_topic_message", "direct_messages_topic", "topic_id", "from", "sender_chat",
    "chat", "id", "type", "is_bot", "date", "edit_date", "business_connection_id", "media_group_id", "is_automatic_forward",
    "username",
})  # fmt: skip


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The update without what these said and showed; nothing of one that cannot be read."""
    places = {(name.chat, name.number) for each in external_ids if (name := Name.of(each))}
    return rewritten(payload, lambda told: _without(told, places))


def _without(value: Any, places: Collection[tuple[str, str]]) -> Any:
    if isinstance(value, list):
        return [_without(each, places) for each in value]
    if not isinstance(value, dict):
        return value
    if _place(value) in places:
        return _skeleton(value, places)
    told = {key: _without(each, places) for key, each in value.items()}
    if _place(value.get("reply_to_message")) in places:
        told.pop("quote", None)  # which of its words are answered
    return told


def _skeleton(message: dict[str, Any], places: Collection[tuple[str, str]]) -> dict[str, Any]:
    """Still a message, with a text that says nothing; what it answers has words of its own."""
    left = {key: _bare(each) for key, each in message.items() if key in KEPT}
    if commands := [each for each in message.get("entities") or () if _is_command(each)]:
        left["entities"] = commands  # that a button was pressed; not what it said
    if "reply_to_message" in message:
        left["reply_to_message"] = _without(message["reply_to_message"], places)
    return left | ({"text": ""} if "message_id" in message and "date" in message else {})


def _is_command(entity: Any) -> bool:
    return (
        isinstance(entity, dict)
        and entity.get("type") == "bot_command"
        and entity.keys() <= {"type", "offset", "length"}
    )


def _bare(value: Any) -> Any:
    return {key: _bare(each) for key, each in value.items() if key in KEPT} if isinstance(value, dict) else value


def _place(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, dict) or not isinstance(value.get("chat"), dict):
        return None
    return str(value["chat"].get("id")), str(value.get("message_id"))

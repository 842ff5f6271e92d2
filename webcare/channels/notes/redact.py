"""Takes the words out of a note, and leaves that there was one: when, of whom, whether it was answered. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from webcare.channels.notes.parse import ANSWER
from webcare.channels.redacting import rewritten

HEARD = frozenset({"words", "name", "reach", "subject"})


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The note without what these said; nothing of one that cannot be read."""
    return rewritten(payload, lambda note: _without_words(note, external_ids))


def _without_words(note: dict[str, Any], ids: Collection[str]) -> dict[str, Any]:
    gone = HEARD if note["key"] in ids else frozenset[str]()
    if note["key"] + ANSWER in ids and (note.get("answer") or note.get("answered")):
        gone, note = gone | {"answer"}, {**note, "answered": True}
    return {name: value for name, value in note.items() if name not in gone}

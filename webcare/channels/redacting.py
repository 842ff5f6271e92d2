"""Words are taken out of raw events: what all networks do alike. Which object a word belongs to, each of them knows itself. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from webcare.channels.inbound import Unparsable


def rewritten(payload: bytes, change: Callable[[Any], Any]) -> bytes:
    """The event after `change`, as compact JSON; nothing of an event that cannot be read, since words may stand in it."""
    try:
        told = change(json.loads(payload))
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, Unparsable):
        return b""


def skeleton(value: Any, kept: Collection[str]) -> Any:
    """What is left of an object without its words: the fields that are `kept`, within it too."""
    if isinstance(value, list):
        return [skeleton(each, kept) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: skeleton(each, kept) for key, each in value.items() if key in kept}

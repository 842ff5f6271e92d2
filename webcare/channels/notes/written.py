"""What was heard as an event, to be kept like any that a network brings."""

from __future__ import annotations

import json
from dataclasses import asdict

from webcare.channels.adapter import RawEvent
from webcare.channels.heard import Heard


def written(account: str, heard: Heard) -> RawEvent:
    """The same note has the same key, however often it is handed in."""
    told = {**asdict(heard), "account": account}
    told |= {"said_at": heard.said_at.isoformat(), "noted_at": heard.noted_at.isoformat()}
    return RawEvent(heard.key, json.dumps(told, ensure_ascii=False).encode(), heard.noted_at)

"""An open panel looks again when its conversation went on elsewhere, or came back."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.webchat.session import ChatSession, locked
from webcare.ledger.event import Event


def look_again(events: Sequence[Event]) -> None:
    """A reaction; `thread` and `account` are those of the conversation."""
    for event in events:
        session = ChatSession.objects.filter(account=event.data["account"], key=event.data["thread"]).first()
        row = locked(session) if session else None
        if row:
            row.stir()

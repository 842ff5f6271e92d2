"""What the tower told while we were away. For a real network: its lists, and how far each was read, in the account's cursor."""

from __future__ import annotations

import json
from collections.abc import Iterator

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.listed import Aside
from webcare_semaphore.api import call, path_id, understood
from webcare_semaphore.fields import HIGHEST, Shape
from webcare_semaphore.parse import key_of

CURSOR = "after"


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Event by event since the cursor, which moves with each; what the tower brought as well has the same key."""
    path = f"/stations/{path_id(account.external_id)}/events"
    while True:
        before, aside = after(account), Aside()
        answer = call(account, "GET", path, params={"after": before})
        with understood():
            for event in aside.sound(answer, "events", reads=key_of):
                yield as_brought(event)
                account.cursor = {**account.cursor, CURSOR: max(event.number("number"), after(account))}
            yield from aside.events
        if after(account) == before:
            return


def as_brought(event: Shape) -> RawEvent:
    """As the webhook would have brought it, so that one parser reads both."""
    return RawEvent(key_of(event), json.dumps(dict(event.values), separators=(",", ":")).encode())


def after(account: Account) -> int:
    """The number of the last event that was read; 0 for a station that begins."""
    known = account.cursor.get(CURSOR)
    return known if isinstance(known, int) and 0 <= known < HIGHEST else 0

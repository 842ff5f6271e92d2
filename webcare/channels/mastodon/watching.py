"""Posts that are looked at again, since no list tells that somebody changed or deleted what they said to us."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.mastodon import around
from webcare.channels.mastodon.api import Api
from webcare.channels.mastodon.envelope import event
from webcare.channels.mastodon.fields import IDENTIFIER, Shape
from webcare.channels.mastodon.parse import GONE, STATUS
from webcare.lib.now import real_now

WATCHED = "watched"  # in the cursor: [id, when it was edited last], oldest first
LOOKED = "looked"  # how far the last look came
MOST, AT_ONCE, ONE_BY_ONE = 80, 20, 4


def remember(account: Account, status: Shape) -> None:
    """From now on it is among those that are looked at; the oldest makes room."""
    known = _watched(account)
    known.pop(status.identifier("id"), None)
    known[status.identifier("id")] = status.maybe_words("edited_at")
    _keep(account, known)


def read_of(status: Shape) -> tuple[object, ...]:
    """All that is going to be read of one."""
    return status.identifier("id"), status.maybe_words("edited_at"), around.trimmed(status)


def is_watched(account: Account, local: str) -> bool:
    """Whether it is among them."""
    return local in _watched(account)


def look(account: Account, api: Api) -> Iterator[RawEvent]:
    """At the next few of them."""
    known = _watched(account)
    turn = _turn(account, list(known))
    for local, status in _found(account, api, turn):
        if status is None:
            yield event(account, GONE, f"gone:{local}", {"id": local, "at": real_now().isoformat()})
            known.pop(local, None)
        elif status.values and (edited := status.maybe_words("edited_at")) != known.get(local):
            above = around.above(account, api, status)
            key = f"status:{local}:{edited}"
            yield event(account, STATUS, key, around.trimmed(status), chain=above.chain, above=above.nearest)
            known[local] = edited
    _keep(account, known)


def _found(account: Account, api: Api, turn: list[str]) -> Iterator[tuple[str, Shape | None]]:
    """All in one call; older servers take them one by one. What is not in the answer is asked for by itself.

    Empty is one of which the server tells nothing that makes sense.
    """
    if not turn:
        return
    try:
        listed = api.listed("/api/v1/statuses", [("id[]", each) for each in turn], read_of)
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        listed, turn = [], turn[:ONE_BY_ONE]
    by_id = {each.identifier("id"): each for each in listed}
    untold: Shape | None = Shape({}, "")
    for local in turn:
        yield local, by_id.get(local) or around.patiently(account, local, partial(_one, api, local), untold)


def _one(api: Api, local: str) -> Shape | None:
    """None where it is gone: deleted, or kept from us by who wrote it."""
    try:
        status = api.get(f"/api/v1/statuses/{local}")
    except DeliveryError as error:
        if not error.gone:
            raise
        return None
    read_of(status)
    return status


def _turn(account: Account, known: list[str]) -> list[str]:
    """Whose turn it is, one after the other and then again from the oldest."""
    if not known:
        return []
    told = account.cursor.get(LOOKED)
    start = known.index(told) + 1 if told in known else 0
    turn = (known[start:] + known[:start])[:AT_ONCE]
    account.cursor = {**account.cursor, LOOKED: turn[-1]}
    return turn


def _watched(account: Account) -> dict[str, str]:
    told = account.cursor.get(WATCHED)
    pairs = told if isinstance(told, list) else []
    return {str(local): str(edited) for local, edited in pairs if IDENTIFIER.match(str(local))}


def _keep(account: Account, known: dict[str, str]) -> None:
    account.cursor = {**account.cursor, WATCHED: [list(pair) for pair in known.items()][-MOST:]}

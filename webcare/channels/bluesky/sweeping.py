"""Nobody tells us that a post was deleted: what came in lately is looked at again, a few posts at each look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.bluesky.api import POSTS_AT_ONCE, Api
from webcare.channels.bluesky.naming import POST, Place
from webcare.channels.bluesky.parse import GONE, LISTED
from webcare.channels.receipt import ReceiptKey, ReceiptPost
from webcare.lib.now import now

LATELY = timedelta(days=7)
SWEPT, FIRST = "swept", "swept_from"  # in the cursor: the last row that was looked at, and the first one worth a look


def gone(account: Account, api: Api) -> Iterator[RawEvent]:
    """The next few of the posts that we keep, in turn.

    One that is not shown is asked for by its name before it counts as gone: Bluesky shows nothing of whoever blocks us.
    """
    batch = _next(account)
    places = {place for _pk, uri in batch if (place := Place.of(uri)) and place.collection == POST}
    wanted = {key_of(account, place): place for place in places}
    told = set(ReceiptKey.objects.filter(network=account.network, key__in=wanted).values_list("key", flat=True))
    asked = {place.uri: (key, place) for key, place in wanted.items() if key not in told}
    standing = {each.words("uri") for each in api.posts(sorted(asked))}
    for uri in sorted(asked.keys() - standing):
        key, place = asked[uri]
        if _is_gone(api, place):
            event = {LISTED: GONE, "account": account.external_id, "item": {"uri": uri}}
            yield RawEvent(key, json.dumps(event).encode())
    account.cursor = {**account.cursor, **_moved(account, batch)}


def _is_gone(api: Api, place: Place) -> bool:
    """No, where Bluesky will not say; it must not keep us from looking at the others."""
    try:
        return api.record(place) is None
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        return False


def key_of(account: Account, place: Place) -> str:
    """Under which it is kept that a post is gone; it is told once."""
    return f"{account.external_id}:{GONE}:{place.uri}"[:255]


def _next(account: Account) -> list[tuple[int, str]]:
    recent = ReceiptPost.objects.filter(
        receipt__account=account, receipt__received_at__gt=now() - LATELY, external_id__startswith="at://"
    )
    rows = recent.filter(pk__gt=_row(account, SWEPT)).order_by("pk")
    return list(rows.values_list("pk", "external_id")[:POSTS_AT_ONCE])


def _moved(account: Account, batch: list[tuple[int, str]]) -> dict[str, int]:
    """On to the next ones; from the end back to the first that was not too old in this round."""
    begins = _row(account, SWEPT) == _row(account, FIRST)
    first = batch[0][0] - 1 if batch and begins else _row(account, FIRST)
    return {SWEPT: batch[-1][0] if len(batch) == POSTS_AT_ONCE else first, FIRST: first}


def _row(account: Account, name: str) -> int:
    told = account.cursor.get(name, 0)
    return told if isinstance(told, int) else 0

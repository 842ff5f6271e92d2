"""Mentions and comments, which Weibo pushes to nobody: read from its lists, from where the last look ended."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.chosen import chosen
from webcare.channels.inbound import Unparsable
from webcare.channels.listed import Aside
from webcare.channels.looking import look_again
from webcare.channels.weibo.api import Api, understood
from webcare.channels.weibo.fields import Shape
from webcare.channels.weibo.limits import POLL_SECONDS
from webcare.channels.weibo.parse import LISTED
from webcare.lib.now import real_now

LISTS = (
    ("statuses/mentions", "statuses", "status"),
    ("comments/mentions", "comments", "comment"),
    ("comments/to_me", "comments", "comment"),
    ("comments/by_me", "comments", "comment"),  # what was answered in Weibo's own app
)
AT_ONCE, MOST_PAGES = 50, 40
FIRST_LOOK = timedelta(hours=24)  # how far back an account is read that is just being connected
OVERLAP = timedelta(minutes=2)  # since Weibo lists a comment a moment after it was made


def catch_up(account: Account) -> Iterator[RawEvent]:
    """What stands in the lists since the cursor, which moves on in each list when all of it was read.

    A list that is kept from us, or is not as it should be, stops none of the others; it is told in the end.
    """
    api, troubles, aside = Api(account), list[DeliveryError | Unparsable](), Aside()
    for listing, name, kind in LISTS:
        try:
            yield from _new_in(account, api, listing, name, kind, aside)
        except Unparsable as error:
            troubles.append(error)
        except DeliveryError as error:
            if error.reauth or not error.permanent:
                raise
            troubles.append(error)
    yield from aside.events
    with understood():
        for trouble in troubles:
            raise trouble


def idle(account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
    """Weibo has no standing connection."""
    look_again(chosen(account, "poll_seconds", POLL_SECONDS), wake, stop)


def _new_in(account: Account, api: Api, listing: str, name: str, kind: str, aside: Aside) -> Iterator[RawEvent]:
    seen = newest = _seen(account, listing)
    for item in _listed(api, listing, name, seen, _first_look(account), aside):
        newest = max(newest, int(item.identifier("idstr", "id")))
        yield _event(account, kind, item, _whole(api, kind, item))
    account.cursor = {**account.cursor, listing: str(newest)}


def _listed(api: Api, listing: str, name: str, seen: int, since: datetime, aside: Aside) -> Iterator[Shape]:
    """Newest first, page by page, until the ones that we know or that are older than us."""
    for page in range(1, MOST_PAGES + 1):
        found = api.read(listing, since_id=seen, count=AT_ONCE, page=page)
        for item in aside.sound(found, name, reads=_read):
            if not seen and item.moment("created_at") < since:
                return
            yield item
        if len(found.every(name)) < AT_ONCE:
            return


def _read(item: Shape) -> tuple[object, ...]:
    return item.identifier("idstr", "id"), item.moment("created_at"), item.flag("isLongText")


def _whole(api: Api, kind: str, item: Shape) -> Shape:
    """A long post is listed with its beginning only, which has to do where its author shows us no more, or nobody understands it."""
    if kind != "status" or not item.flag("isLongText") or item.has("longText"):
        return item
    try:
        return api.read("statuses/show", id=item.identifier("idstr", "id"), isGetLongText=1)
    except DeliveryError as error:
        makes_no_sense = isinstance(error.__cause__, Unparsable)
        if error.reauth or not (error.permanent or makes_no_sense):
            raise
        return item


def _event(account: Account, kind: str, item: Shape, whole: Shape) -> RawEvent:
    """In an envelope that says whose list it stood in."""
    told = {LISTED: kind, "account": account.external_id, "item": dict(whole.values)}
    key = f"{account.external_id}:{kind}:{item.identifier('idstr', 'id')}"
    return RawEvent(key[:255], json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _seen(account: Account, listing: str) -> int:
    known = str(account.cursor.get(listing, ""))
    return int(known) if known.isascii() and known.isdigit() else 0


def _first_look(account: Account) -> datetime:
    """How far back a list is read that was never read before."""
    begun = account.connected_at or real_now() - FIRST_LOOK
    return min(begun, real_now()) - OVERLAP

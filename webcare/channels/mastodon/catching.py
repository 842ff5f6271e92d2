"""What is new in the lists of an account: who named it, what it said itself, who reacted; and what was changed or deleted since.

No server calls us. Every list is read forwards from where we stopped, page by page, so that after a long silence nothing is
left out, and what was kept is not asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.listed import Aside
from webcare.channels.mastodon import around, watching
from webcare.channels.mastodon.api import Api, Fields, Page, number_of, understood
from webcare.channels.mastodon.envelope import event
from webcare.channels.mastodon.fields import Shape
from webcare.channels.mastodon.parse import REACTION, STATUS
from webcare.lib.now import real_now

NOTICES = "/api/v1/notifications"
REACTIONS = "reactions"
NAMING = ("mention", "quote", "update")
REACTING = ("favourite", "reblog")
AT_ONCE, MOST_PAGES = 40, 50
FIRST_LOOK = timedelta(hours=24)  # how far back an account is read that is just being connected
OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the server; `status` is where in an item the post stands, "" where the item is one."""

    name: str
    path: str
    asked: Fields
    status: str = ""


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Oldest first in each list; what customers said before who liked what, since a popular post fills a list."""
    api = Api(account)
    with understood():
        for listing in _lists(account):
            aside = Aside()
            for item in _new_in(account, api, listing, aside):
                if status := _status(item, listing):
                    yield _said(account, api, status)
                yield from aside.taken()
            yield from aside.taken()
        yield from watching.look(account, api)
        yield from _reactions(account, api)


def _lists(account: Account) -> tuple[Listing, ...]:
    """Notices that a server holds back from a timid owner are for us like any other."""
    kinds = [("types[]", kind) for kind in NAMING]
    own = f"/api/v1/accounts/{number_of(account.external_id)}/statuses"
    return (
        Listing("mentions", NOTICES, [*kinds, ("include_filtered", "true")], "status"),
        Listing("conversations", "/api/v1/conversations", (), "last_status"),
        Listing("own", own, [("exclude_reblogs", "true")]),
    )


def _status(item: Shape, listing: Listing) -> Shape | None:
    """None where the item has none, or where it only passes another's on."""
    status = item.maybe_shape(listing.status) if listing.status else item
    return None if status is None or status.has("reblog") else status


def _said(account: Account, api: Api, status: Shape) -> RawEvent:
    """With the posts above it, which a status names only by the nearest one's id."""
    above = around.above(account, api, status)
    watching.remember(account, status)
    key = f"status:{status.identifier('id')}:{status.maybe_words('edited_at')}"
    return event(account, STATUS, key, around.trimmed(status), chain=above.chain, above=above.nearest)


def _reactions(account: Account, api: Api) -> Iterator[RawEvent]:
    """Each with whether the same person did both; the server is asked once for each post."""
    asked, known, aside = [("types[]", kind) for kind in REACTING], dict[tuple[str, str], set[str]](), Aside()
    for notice in _new_in(account, api, Listing(REACTIONS, NOTICES, asked), aside):
        yield from aside.taken()
        place = _reacted(notice)
        if place is None:
            continue
        if place not in known:
            known[place] = around.others(account, api, *place)
        both = notice.shape("account").identifier("id") in known[place]
        told = {"type": place[1], "created_at": notice.words("created_at"), "status": {"id": place[0]}}
        who = around.named(notice.shape("account"))
        yield event(account, REACTION, f"notice:{notice.identifier('id')}", {**told, "account": who}, also=both)
    yield from aside.taken()


def _reacted(notice: Shape) -> tuple[str, str] | None:
    """To which post, and how."""
    status = notice.maybe_shape("status")
    if status is None or notice.words("type") not in REACTING:
        return None
    return status.identifier("id"), notice.words("type")


def _read_of(item: Shape, listing: Listing) -> tuple[object, ...]:
    """All that is going to be read of an item, so that an odd one is found before it is in the way."""
    place = item.identifier("id"), _moment(item, listing)
    if listing.name == REACTIONS:
        return (*place, item.shape("account").identifier("id"), item.words("created_at")) if _reacted(item) else place
    status = _status(item, listing)
    return (*place, watching.read_of(status)) if status else place


def _new_in(account: Account, api: Api, listing: Listing, aside: Aside) -> Iterator[Shape]:
    """From where we stopped; a list that was never read, from when the account was connected."""
    cursor = str(account.cursor.get(listing.name, ""))
    if not cursor:
        yield from _first(account, api, listing, aside)
        return
    for _page in range(MOST_PAGES):
        items, page = _page_of(api, listing, aside, ("min_id", cursor))
        yield from reversed(items)
        newest = _newest(items, page)
        if not newest or newest == cursor:
            return
        cursor = newest
        account.cursor = {**account.cursor, listing.name: cursor}


def _first(account: Account, api: Api, listing: Listing, aside: Aside) -> Iterator[Shape]:
    since, older, newest, found = _since(account), "", "", list[Shape]()
    for _page in range(MOST_PAGES):
        items, page = _page_of(api, listing, aside, *([("max_id", older)] if older else []))
        newest = newest or _newest(items, page)
        fresh = [item for item in items if _moment(item, listing) >= since]
        found += fresh
        older = page.older
        if len(fresh) < len(items) or not page.told.every("list") or not older:
            break
    yield from reversed(found)
    account.cursor = {**account.cursor, listing.name: newest} if newest else account.cursor


def _page_of(api: Api, listing: Listing, aside: Aside, *place: tuple[str, str]) -> tuple[list[Shape], Page]:
    """Its items that make sense, newest first; the others go aside."""
    page = api.page(listing.path, [*listing.asked, *place, ("limit", str(AT_ONCE))])
    return list(aside.sound(page.told, "list", reads=partial(_read_of, listing=listing))), page


def _newest(items: list[Shape], page: Page) -> str:
    """From where the server goes on; one that does not say so goes on from the newest."""
    return page.newer or (items[0].identifier("id") if items else "")


def _moment(item: Shape, listing: Listing) -> datetime:
    """A conversation has none but that of what was said last in it."""
    dated = item if item.has("created_at") else _status(item, listing)
    return dated.time("created_at") if dated else real_now()


def _since(account: Account) -> datetime:
    begun = account.connected_at or real_now() - FIRST_LOOK
    return min(begun, real_now()) - OVERLAP

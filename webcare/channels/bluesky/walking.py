"""Lists that Bluesky shows newest first are walked down to where the last look ended; a walk cut short goes on at the next look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.problems import Refused
from webcare.channels.listed import Aside
from webcare.lib.now import real_now

AT_ONCE, MOST_PAGES = 100, 40
FIRST_LOOK = timedelta(hours=24)  # how far back an account is read that is just being connected
OVERLAP = timedelta(minutes=10)  # since a post whose program dates it back is listed further down
FAR, EVERY = timedelta(hours=26), timedelta(minutes=10)  # so far back, so often: some posts come a day late


@dataclass(frozen=True, slots=True)
class Listing:
    """`name` is its place in the account's cursor, `within` where in an item stands what has a moment, `reads` what is read.

    `late`: what came late, and is listed far down, is looked for too.
    """

    name: str
    method: str
    items: str
    asked: Mapping[str, Any]
    reads: Callable[[Shape], object]
    within: str = ""
    late: bool = False

    def moment(self, item: Shape) -> datetime:
        """When Bluesky had it."""
        return (item.shape(self.within) if self.within else item).time("indexedAt")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a walk: from the page that `cursor` names, down to `until`."""

    cursor: str
    until: datetime


def walk(account: Account, api: Api, listing: Listing, aside: Aside) -> Iterator[list[Shape]]:
    """What is new, page by page, then what an earlier look left over. The account's cursor moves on behind each page.

    Where even the new is too much for one look, what is left reaches down to where the earlier rest would have ended.
    """
    since, left = since_last(account, listing.name), _rest(account, listing)
    newest, until, arrived = since, left.until if left else since, True
    for page, cursor in _pages(account, api, listing, aside, Rest("", since), again=until):
        yield [each for at, each in page if at >= since - OVERLAP]
        newest = max([newest, *(at for at, _each in page)])
        arrived = not cursor or any(at <= since for at, _each in page)
        _keep(account, listing, newest, left if arrived else Rest(cursor, until))
    if left and arrived:
        for page, cursor in _pages(account, api, listing, aside, left, again=until):
            yield [each for at, each in page if at >= until - OVERLAP]
            _keep(account, listing, newest, Rest(cursor, until) if cursor else None)
    elif arrived and listing.late and _far_is_due(account, listing):
        yield from _far(account, api, listing, aside, since)


def _far(account: Account, api: Api, listing: Listing, aside: Aside, since: datetime) -> Iterator[list[Shape]]:
    """The list once more, far back, though never to before the account was connected."""
    begun, until = real_now(), max(since - FAR, min(since, first_look(account)))
    for page, _cursor in _pages(account, api, listing, aside, Rest("", until), again=since):
        yield [each for at, each in page if at >= until - OVERLAP]
    account.cursor = {**account.cursor, _far_of(listing): begun.isoformat()}


def since_last(account: Account, name: str) -> datetime:
    """Where a list goes on; one that was never read before, from when the account was connected."""
    try:
        return datetime.fromisoformat(str(account.cursor.get(name, "")))
    except ValueError:
        return first_look(account)


def first_look(account: Account) -> datetime:
    """How far back a list is read that was never read before."""
    begun = account.connected_at or real_now() - FIRST_LOOK
    return min(begun, real_now())


def _pages(
    account: Account, api: Api, listing: Listing, aside: Aside, leg: Rest, *, again: datetime
) -> Iterator[tuple[list[tuple[datetime, Shape]], str]]:
    """Each with the cursor of the next one, "" behind the last. A place that Bluesky knows no longer is walked to `again`."""
    cursor = leg.cursor
    for _page in range(MOST_PAGES):
        try:
            answer = api.get(listing.method, cursor=cursor, limit=AT_ONCE, **listing.asked)
        except Refused as error:
            if cursor and error.permanent and not error.reauth:
                _keep(account, listing, again, None)
            raise
        page = [(listing.moment(each), each) for each in aside.sound(answer, listing.items, reads=listing.reads)]
        older = any(at < leg.until - OVERLAP for at, _each in page)
        cursor = "" if older or not answer.every(listing.items) else answer.maybe_words("cursor")
        yield page, cursor
        if not cursor:
            return


def _rest(account: Account, listing: Listing) -> Rest | None:
    told = account.cursor.get(_rest_of(listing))
    if not isinstance(told, dict):
        return None
    try:
        return Rest(str(told["cursor"]), datetime.fromisoformat(str(told["until"])))
    except (KeyError, ValueError):
        return None


def _keep(account: Account, listing: Listing, newest: datetime, rest: Rest | None) -> None:
    left = {"cursor": rest.cursor, "until": rest.until.isoformat()} if rest else None
    account.cursor = {**account.cursor, listing.name: newest.isoformat(), _rest_of(listing): left}


def _far_is_due(account: Account, listing: Listing) -> bool:
    try:
        return abs(real_now() - datetime.fromisoformat(str(account.cursor.get(_far_of(listing), "")))) >= EVERY
    except ValueError:
        return True


def _far_of(listing: Listing) -> str:
    return f"{listing.name}_far"


def _rest_of(listing: Listing) -> str:
    return f"{listing.name}_rest"

"""What came while the webhook was deaf: read from X, and handed in as the events that the webhook would have brought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.listed import Aside
from webcare.channels.x import subscribing, wishes
from webcare.channels.x.api import Api, path_id, understood
from webcare.channels.x.fields import Shape
from webcare.lib.now import real_now

FIRST_LOOK = timedelta(hours=24)  # how far back a new account is read
OVERLAP = timedelta(minutes=2)  # since X lists a post a moment after it was made
PAGE_SIZES = (10, 50, 100)  # messages cannot be asked for "since": read little first, more only where there is more


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Mentions, our own posts and direct messages since the cursor; the cursor moves where a list is read to its end.

    What the webhook brought as well comes twice; it is the same message by its id.
    """
    started = real_now()
    aside = Aside()
    with understood():
        subscribing.revive(account, _since(account))
        yield from _posts(account, "mentions", "post.mention.create", aside)
        yield from _posts(account, "tweets", "post.create", aside)
        yield from _messages(account, aside)
        yield from aside.events
    account.cursor = {**account.cursor, "caught_up_at": started.isoformat()}


def _posts(account: Account, listing: str, kind: str, aside: Aside) -> Iterator[RawEvent]:
    known = account.cursor.get(listing)
    since = {"since_id": str(known)} if known else {"start_time": iso(_since(account))}
    path = f"/2/users/{path_id(account.external_id)}/{listing}"
    newest = str(known or "")
    for page in Api.of(account).pages(path, max_results=100, **since, **wishes.POSTS):
        for post in aside.sound(page, "data", reads=read_of_post):
            newest = max(newest, post.identifier("id"), key=_by_age)
            yield as_event(account, kind, post, page)
    account.cursor = {**account.cursor, listing: newest} if newest else account.cursor


def _messages(account: Account, aside: Aside) -> Iterator[RawEvent]:
    known, start = str(account.cursor.get("messages") or ""), _since(account)
    newest = known
    for event, page in _recent_messages(account, aside):
        if _by_age(event.identifier("id")) <= _by_age(known) or (not known and event.time("created_at") < start):
            break
        newest = max(newest, event.identifier("id"), key=_by_age)
        ours = event.identifier("sender_id") == account.external_id
        yield as_event(account, "dm.sent" if ours else "dm.received", event, page)
    account.cursor = {**account.cursor, "messages": newest} if newest else account.cursor


def _recent_messages(account: Account, aside: Aside) -> Iterator[tuple[Shape, Shape]]:
    """Newest first, each with the page that it stands on."""
    token: dict[str, str] = {}
    for size in _growing():
        page = Api.of(account).get(
            "/2/dm_events", max_results=size, event_types="MessageCreate", **token, **wishes.MESSAGES
        )
        yield from ((event, page) for event in aside.sound(page, "data", reads=_read_of_message))
        meta = page.maybe_shape("meta")
        following = meta.maybe_words("next_token") if meta else ""
        if not following or following == token.get("pagination_token"):
            return
        token = {"pagination_token": following}


def _growing() -> Iterator[int]:
    yield from PAGE_SIZES
    while True:
        yield PAGE_SIZES[-1]


def as_event(account: Account, kind: str, item: Shape, page: Shape) -> RawEvent:
    """As the webhook would have told it, so that one parser reads both."""
    external_id = item.identifier("id")
    data = {
        "event_uuid": f"caught-up-{external_id}",
        "filter": {"user_id": account.external_id},
        "event_type": kind,
        "payload": dict(item.values),
        "includes": _around(item, page),
    }
    payload = json.dumps({"data": data}, separators=(",", ":"))
    return RawEvent(f"caught-up:{kind}:{external_id}", payload.encode())


def _around(item: Shape, page: Shape) -> dict[str, list[Mapping[str, Any]]]:
    """Of what came with the page, only what this post or message names, as far as it can be read."""
    includes = page.maybe_shape("includes")
    if includes is None:
        return {}
    named = _named(item)
    found = Aside()  # a neighbour that is not as it should be is left out
    near = [post for post in found.sound(includes, "tweets", "posts", reads=read_of_post) if _id(post) in named]
    named = named.union(*map(_named, near))
    people = [user.values for user in found.sound(includes, "users", reads=_id) if _id(user) in named]
    media = [each.values for each in found.sound(includes, "media", reads=_media_key) if _media_key(each) in named]
    return {"users": people, "tweets": [post.values for post in near], "media": media}


def _id(item: Shape) -> str:
    return item.identifier("id")


def _media_key(media: Shape) -> str:
    return media.short("media_key")


def read_of_post(post: Shape) -> tuple[object, ...]:
    """What is read here of a post in a list."""
    return post.identifier("id"), _named(post)


def _read_of_message(event: Shape) -> tuple[object, ...]:
    return event.time("created_at"), event.identifier("sender_id"), event.identifier("id"), _named(event)


def _named(item: Shape) -> set[str]:
    references = {each.identifier("id") for each in item.shapes("referenced_tweets", "referenced_posts")}
    people = {item.maybe_identifier(name) for name in ("author_id", "sender_id", "in_reply_to_user_id")}
    attached = item.maybe_shape("attachments")
    return (
        references
        | people
        | {*item.identifiers("participant_ids")}
        | {*(attached.keys("media_keys") if attached else ())}
    )


def _since(account: Account) -> datetime:
    """Where to begin when there is no id to begin after: at the last time, or when the account was connected."""
    try:
        last = datetime.fromisoformat(str(account.cursor.get("caught_up_at")))
    except ValueError:
        last = account.connected_at or real_now() - FIRST_LOOK
    return min(last, real_now()) - OVERLAP


def _by_age(external_id: str) -> tuple[int, str]:
    """Ids are numbers of growing length."""
    return len(external_id), external_id


def iso(moment: datetime) -> str:
    """As X takes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Bluesky calls nobody: its lists are read from where the last look ended, and what was kept is looked at again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.chats import TOLD
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.limits import chats, poll_seconds
from webcare.channels.bluesky.parse import CHAT, LIKED, LISTED, NOTICE, OWN, SPOKEN
from webcare.channels.bluesky.posts import named_in
from webcare.channels.bluesky.problems import Refused
from webcare.channels.bluesky.sessions import understood
from webcare.channels.bluesky.sweeping import gone
from webcare.channels.bluesky.walking import MOST_PAGES, Listing, first_look, walk
from webcare.channels.inbound import Unparsable
from webcare.channels.listed import Aside
from webcare.channels.receipt import ReceiptKey

NOTIFICATIONS = "app.bsky.notification.listNotifications"


def _read_of_like(like: Shape) -> tuple[object, ...]:
    return like.time("indexedAt"), like.words("uri")


def _read_of_mention(mention: Shape) -> tuple[object, ...]:
    return mention.time("indexedAt"), named_in(mention)


def _read_of_own(item: Shape) -> tuple[object, ...]:
    post = item.shape("post")
    return post.time("indexedAt"), [] if item.has("reason") else named_in(post)


MENTIONS = Listing("spoken", NOTIFICATIONS, "notifications", {"reasons": sorted(SPOKEN)}, _read_of_mention, late=True)
LIKES = Listing("liked", NOTIFICATIONS, "notifications", {"reasons": [LIKED]}, _read_of_like)


def catch_up(account: Account) -> Iterator[RawEvent]:
    """What stands in the lists since the cursor, which moves on in each list when all of it was read.

    A list that is kept from us, or is not as it should be, stops none of the others; it is told in the end.
    """
    api, troubles = Api(account), list[DeliveryError | Unparsable]()
    parts = [_spoken, _own, *([_chats] if chats(account) else []), gone, _liked]
    for part in parts:
        try:
            yield from part(account, api)
        except Unparsable as error:
            troubles.append(error)
        except DeliveryError as error:
            if error.reauth or not error.permanent:
                raise
            troubles.append(error)
    with understood():
        for trouble in troubles:
            raise trouble


def idle(account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
    """Look again and again."""
    wake()
    while not stop.wait(poll_seconds(account)):
        wake()


def event(account: Account, listed: str, name: str, item: Mapping[str, Any], **more: Any) -> RawEvent:
    """In an envelope that says whose list it stood in."""
    told = {LISTED: listed, "account": account.external_id, "item": dict(item), **more}
    payload = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return RawEvent(_key(account, listed, name), payload)


def _spoken(account: Account, api: Api) -> Iterator[RawEvent]:
    """Who mentioned, answered or quoted us."""
    aside = _aside(account, NOTICE)
    for page in walk(account, api, MENTIONS, aside):
        fresh = _unknown(account, NOTICE, [(each.words("uri"), each) for each in page])
        yield from _beside(account, api, NOTICE, fresh)
        yield from aside.taken()


def _liked(account: Account, api: Api) -> Iterator[RawEvent]:
    """Who likes what we said: a list of its own, so that a post that everybody likes hides no question."""
    aside = _aside(account, NOTICE)
    for page in walk(account, api, LIKES, aside):
        for each in _unknown(account, NOTICE, [(each.words("uri"), each) for each in page]):
            yield event(account, NOTICE, each.words("uri"), each.values, shown=[])
        yield from aside.taken()


def _own(account: Account, api: Api) -> Iterator[RawEvent]:
    """What was said in our name, also in Bluesky's own app."""
    listing = Listing("feed", "app.bsky.feed.getAuthorFeed", "feed",
                      {"actor": api.did, "filter": "posts_with_replies"}, _read_of_own, within="post")  # fmt: skip
    aside = _aside(account, OWN)
    for page in walk(account, api, listing, aside):
        posts = [each.shape("post") for each in page if not each.has("reason")]  # a repost is somebody else's
        fresh = _unknown(account, OWN, [(each.words("uri"), each) for each in posts])
        yield from _beside(account, api, OWN, fresh)
        yield from aside.taken()


def _beside(account: Account, api: Api, listed: str, fresh: Sequence[Shape]) -> Iterator[RawEvent]:
    """Posts with those that they name, as Bluesky shows them."""
    shown = _shown(api, [uri for each in fresh for uri in named_in(each)])
    for each in fresh:
        named = [shown[uri] for uri in named_in(each) if uri in shown]
        yield event(account, listed, each.words("uri"), each.values, shown=named)


def _chats(account: Account, api: Api) -> Iterator[RawEvent]:
    """What happened in chats, oldest first; the log has a cursor of its own."""
    members: dict[str, list[Mapping[str, Any]]] = {}
    first, aside = first_look(account), _aside(account, CHAT)
    for _page in range(MOST_PAGES):
        before = str(account.cursor.get("log", ""))
        answer = api.get("chat.bsky.convo.getLog", chat=True, cursor=before)
        for entry in aside.sound(answer, "logs", reads=_read_of_entry):
            message = entry.maybe_shape("message")
            if entry.kind() not in TOLD or message is None or (not before and message.time("sentAt") < first):
                continue
            convo = entry.chat_id("convoId")
            if convo not in members:
                members[convo] = _members(api, convo)
            yield event(account, CHAT, entry.chat_id("rev"), entry.values, members=members[convo])
        yield from aside.taken()
        after = answer.maybe_words("cursor")
        account.cursor = {**account.cursor, "log": after or before}
        if not after or after == before or not answer.every("logs"):
            return


def _read_of_entry(entry: Shape) -> tuple[object, ...]:
    """Of those kinds only that mean something here; Bluesky adds others without notice."""
    message = entry.maybe_shape("message")
    if entry.kind() not in TOLD or message is None:
        return ()
    return entry.chat_id("convoId"), entry.chat_id("rev"), message.time("sentAt")


def _members(api: Api, convo: str) -> list[Mapping[str, Any]]:
    """Who talks there; nobody where the chat was left."""
    try:
        answer = api.get("chat.bsky.convo.getConvo", chat=True, convoId=convo)
    except Refused as error:
        if error.permanent and not error.reauth:
            return []
        raise
    found = Aside().sound(answer.shape("convo"), "members", reads=_named)  # an odd one stays without a name
    return [_named(each) for each in found]


def _named(person: Shape) -> dict[str, str]:
    return {name: person.maybe_words(name) for name in ("did", "handle", "displayName")}


def _shown(api: Api, uris: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Posts as Bluesky shows them, by their addresses."""
    return {each.words("uri"): each.values for each in api.posts(list(dict.fromkeys(uris)))}


def _unknown(account: Account, listed: str, named: Sequence[tuple[str, Shape]]) -> list[Shape]:
    """Those that we do not have yet; what the lists repeat need not be asked about again."""
    keys = {name: _key(account, listed, name) for name, _each in named}
    known = set(ReceiptKey.objects.filter(network=account.network, key__in=keys.values()).values_list("key", flat=True))
    return [each for name, each in named if keys[name] not in known]


def _aside(account: Account, listed: str) -> Aside:
    return Aside(lambda item: {LISTED: listed, "account": account.external_id, "item": item})


def _key(account: Account, listed: str, name: str) -> str:
    return f"{account.external_id}:{listed}:{name}"[:255]

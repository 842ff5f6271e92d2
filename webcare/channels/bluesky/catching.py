"""Bluesky calls nobody: its lists are read from where the last look ended, and what was kept is looked at again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
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
from webcare.channels.inbound import Unparsable
from webcare.channels.receipt import ReceiptKey
from webcare.lib.now import real_now

AT_ONCE, MOST_PAGES = 100, 40
FIRST_LOOK = timedelta(hours=24)  # how far back an account is read that is just being connected
OVERLAP = timedelta(minutes=10)  # since a post whose program dates it back is listed further down
REASONS = (*sorted(SPOKEN), LIKED)


def catch_up(account: Account) -> Iterator[RawEvent]:
    """What stands in the lists since the cursor, which moves on in each list when all of it was read.

    A list that is kept from us, or is not as it should be, stops none of the others; it is told in the end.
    """
    api, troubles = Api(account), list[DeliveryError | Unparsable]()
    parts = [_noticed, _own, *([_chats] if chats(account) else []), gone]
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


def _noticed(account: Account, api: Api) -> Iterator[RawEvent]:
    """Who mentioned, answered, quoted or liked us."""
    asked: dict[str, Any] = {"reasons": list(REASONS), "limit": AT_ONCE}
    for page in _pages(account, api, "app.bsky.notification.listNotifications", "notifications", asked):
        fresh = _unknown(account, NOTICE, [(each.words("uri"), each) for each in page])
        spoken = [each for each in fresh if each.words("reason") in SPOKEN]
        shown = _shown(api, [uri for each in spoken for uri in named_in(each)])
        for each in fresh:
            beside = [shown[uri] for uri in named_in(each) if uri in shown] if each in spoken else []
            yield event(account, NOTICE, each.words("uri"), each.values, shown=beside)


def _own(account: Account, api: Api) -> Iterator[RawEvent]:
    """What was said in our name, also in Bluesky's own app."""
    asked: dict[str, Any] = {"actor": api.did, "filter": "posts_with_replies", "limit": AT_ONCE}
    for page in _pages(account, api, "app.bsky.feed.getAuthorFeed", "feed", asked, within="post"):
        posts = [each.shape("post") for each in page if not each.has("reason")]  # a repost is somebody else's
        fresh = _unknown(account, OWN, [(each.words("uri"), each) for each in posts])
        shown = _shown(api, [uri for each in fresh for uri in named_in(each)])
        for each in fresh:
            beside = [shown[uri] for uri in named_in(each) if uri in shown]
            yield event(account, OWN, each.words("uri"), each.values, shown=beside)


def _chats(account: Account, api: Api) -> Iterator[RawEvent]:
    """What happened in chats, oldest first; the log has a cursor of its own."""
    members: dict[str, list[Mapping[str, Any]]] = {}
    first = _first_look(account)
    for _page in range(MOST_PAGES):
        before = str(account.cursor.get("log", ""))
        answer = api.get("chat.bsky.convo.getLog", chat=True, cursor=before)
        for entry in answer.shapes("logs"):
            message = entry.maybe_shape("message")
            if entry.kind() not in TOLD or message is None or (not before and message.time("sentAt") < first):
                continue
            convo = entry.chat_id("convoId")
            if convo not in members:
                members[convo] = _members(api, convo)
            yield event(account, CHAT, entry.chat_id("rev"), entry.values, members=members[convo])
        after = answer.maybe_words("cursor")
        account.cursor = {**account.cursor, "log": after or before}
        if not after or after == before or not answer.shapes("logs"):
            return


def _members(api: Api, convo: str) -> list[Mapping[str, Any]]:
    """Who talks there; nobody where the chat was left."""
    try:
        answer = api.get("chat.bsky.convo.getConvo", chat=True, convoId=convo)
    except Refused as error:
        if error.permanent and not error.reauth:
            return []
        raise
    return [{name: each.maybe_words(name) for name in ("did", "handle", "displayName")}
            for each in answer.shape("convo").shapes("members")]  # fmt: skip


def _pages(
    account: Account, api: Api, method: str, name: str, asked: Mapping[str, Any], *, within: str = ""
) -> Iterator[list[Shape]]:
    """Newest first, page by page, until one holds nothing that is new; then the cursor moves on."""
    since = _since(account, name)
    newest, cursor = since, ""
    for _page in range(MOST_PAGES):
        answer = api.get(method, cursor=cursor, **asked)
        listed = [(_indexed(each, within), each) for each in answer.shapes(name)]
        recent = [each for at, each in listed if at >= since - OVERLAP]
        yield recent
        newest = max([newest, *(at for at, _each in listed)])
        cursor = answer.maybe_words("cursor")
        if not cursor or not recent:
            break
    account.cursor = {**account.cursor, name: newest.isoformat()}


def _indexed(item: Shape, within: str) -> datetime:
    return (item.shape(within) if within else item).time("indexedAt")


def _shown(api: Api, uris: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Posts as Bluesky shows them, by their addresses."""
    return {each.words("uri"): each.values for each in api.posts(list(dict.fromkeys(uris)))}


def _unknown(account: Account, listed: str, named: Sequence[tuple[str, Shape]]) -> list[Shape]:
    """Those that we do not have yet; what the lists repeat need not be asked about again."""
    keys = {name: _key(account, listed, name) for name, _each in named}
    known = set(ReceiptKey.objects.filter(network=account.network, key__in=keys.values()).values_list("key", flat=True))
    return [each for name, each in named if keys[name] not in known]


def _key(account: Account, listed: str, name: str) -> str:
    return f"{account.external_id}:{listed}:{name}"[:255]


def _since(account: Account, name: str) -> datetime:
    try:
        return datetime.fromisoformat(str(account.cursor.get(name, "")))
    except ValueError:
        return _first_look(account)


def _first_look(account: Account) -> datetime:
    """How far back a list is read that was never read before."""
    begun = account.connected_at or real_now() - FIRST_LOOK
    return min(begun, real_now())

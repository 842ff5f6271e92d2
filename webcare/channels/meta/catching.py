"""What came while the webhook was deaf, read from the Graph and handed in as the events that it would have brought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.listed import Aside
from webcare.channels.meta.added import ADDED
from webcare.channels.meta.api import path_id
from webcare.channels.meta.asking import MESSAGE_FIELDS, message_thread, moment
from webcare.channels.meta.direct import Direct
from webcare.channels.meta.fields import Shape
from webcare.lib.now import real_now

FIRST_LOOK = timedelta(hours=24)  # how far back a new account is read
OVERLAP = timedelta(minutes=2)  # since Meta lists a comment a moment after it was made
EXCHANGES_READ, MESSAGES_READ = 25, 50  # at once


def since_last(account: Account) -> datetime:
    """Where to begin: at the last time, or when the account was connected."""
    try:
        last = datetime.fromisoformat(str(account.cursor.get("caught_up_at")))
    except ValueError:
        last = account.connected_at or real_now() - FIRST_LOOK
    return min(last, real_now()) - OVERLAP


def missed_messages(direct: Direct, kind: str, since: datetime, aside: Aside) -> Iterator[RawEvent]:
    """Private messages, in the events of this kind of account."""
    asked: dict[str, str | int] = {"platform": direct.platform, "fields": "id,updated_time"}
    for page in direct.api.pages(f"{path_id(direct.node)}/conversations", **asked, limit=EXCHANGES_READ):
        for conversation in aside.sound(page, "data", reads=_read_of_conversation):
            updated = conversation.maybe_moment("updated_time")
            if updated and updated < since:
                return
            for message in _exchange(direct, message_thread(conversation), since, aside):
                yield _message_event(direct.account, kind, message)


def raw(kind: str, entry: Mapping[str, Any], known: str, posts: Sequence[Mapping[str, Any]] = ()) -> RawEvent:
    """As the webhook would have told it, so that one parser reads both; with `posts` that it would have left out."""
    added = {ADDED: {"posts": posts}} if posts else {}
    payload = json.dumps({"object": kind, "entry": [entry], **added}, separators=(",", ":"))
    return RawEvent(f"caught-up:{known}"[:255], payload.encode())


def _exchange(direct: Direct, conversation: str, since: datetime, aside: Aside) -> Iterator[Shape]:
    for page in direct.api.pages(f"{conversation}/messages", fields=MESSAGE_FIELDS, limit=MESSAGES_READ):
        for message in aside.sound(page, "data", reads=partial(_message_event, direct.account, "page")):
            if moment(message) < since:
                return
            yield message


def _read_of_conversation(conversation: Shape) -> tuple[object, ...]:
    return conversation.maybe_moment("updated_time"), message_thread(conversation)


def _message_event(account: Account, kind: str, message: Shape) -> RawEvent:
    sender, mid = message.shape("from"), message.message_identifier("id")
    to = next(iter(message.shapes("to")), Shape({"id": account.external_id}, "to"))
    files = [each for one in message.shapes("attachments") if (each := _attachment(one))]
    event = {
        "sender": _person(sender),
        "recipient": _person(to),
        "timestamp": int(moment(message).timestamp() * 1000),
        "message": {"mid": mid, "text": message.maybe_words("message"), "attachments": files},
    }
    return raw(kind, {"id": account.external_id, "messaging": [event]}, mid)


def _person(person: Shape) -> dict[str, str]:
    return {"id": person.identifier("id"), "name": person.maybe_words("name", "username")}


def _attachment(attachment: Shape) -> dict[str, Any] | None:
    """The Graph tells of files otherwise than the webhook does."""
    for name, kind in (("image_data", "image"), ("video_data", "video")):
        if data := attachment.maybe_shape(name):
            return {"type": kind, "payload": {"url": data.maybe_words("url")}}
    url = attachment.maybe_words("file_url")
    return {"type": "file", "payload": {"url": url}} if url else None

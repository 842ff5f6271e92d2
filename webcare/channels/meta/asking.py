"""What the Graph lists, read again: our private messages after an unknown outcome, and what all answers have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

from webcare.channels.adapter import Outgoing, Sent
from webcare.channels.delivery import belongs_to_another as belongs_to_another  # noqa: PLC0414 - asked with the rest
from webcare.channels.inbound import Unparsable
from webcare.channels.meta.api import path_id
from webcare.channels.meta.direct import Direct
from webcare.channels.meta.fields import IDENTIFIER, Shape

SKEW = timedelta(seconds=5)  # by which Meta's clock and ours may differ
MESSAGE_FIELDS = "id,created_time,from,to,message,attachments"
PAGE = 50


def alike(text: str) -> str:
    """What of a text Meta leaves as it was."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def messages_like(direct: Direct, outgoing: Outgoing, start: datetime, begun: list[str]) -> Iterator[Sent]:
    """Ours that say the same, in the exchange with this person and in those that were `begun` otherwise."""
    for conversation in dict.fromkeys([*_conversations_with(direct, outgoing.recipient), *begun]):
        yield from _messages_in(direct, conversation, outgoing, start)


def _messages_in(direct: Direct, conversation: str, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    """Newest first, as far as they may be the one that is looked for."""
    wanted, us = alike(outgoing.text), {direct.account.external_id, direct.node}
    for page in direct.api.pages(f"{conversation}/messages", fields=MESSAGE_FIELDS, limit=PAGE):
        for message in page.shapes("data"):
            at = moment(message)
            if at < start:
                return
            text, files = alike(message.maybe_words("message")), message.shapes("attachments")
            if said_by(message, us) and text == wanted and bool(files) == bool(outgoing.files):
                yield Sent(message.message_identifier("id"), at, direct.inbox.link)


def _conversations_with(direct: Direct, person: str) -> list[str]:
    """Somebody nameless can only be found by their comment."""
    if not IDENTIFIER.match(person):
        return []
    asked = {"platform": direct.platform, "user_id": person, "fields": "id"}
    listed = direct.api.get(f"{path_id(direct.node)}/conversations", **asked)
    return [message_thread(each) for each in listed.shapes("data")]


def message_thread(conversation: Shape) -> str:
    """The id of a conversation, as a part of an address."""
    known = conversation.words("id")
    if not known.isascii() or not known.replace("_", "").replace("-", "").replace("=", "").isalnum():
        raise Unparsable(f"{conversation.where}.id is no id of a conversation.")
    return known


def moment(item: Shape) -> datetime:
    """When it was made."""
    at = item.maybe_moment("created_time") or item.maybe_moment("timestamp")
    if at is None:
        raise Unparsable(f"{item.where}.created_time is missing.")
    return at


def said_by(item: Shape, ids: set[str]) -> bool:
    """Whether one of these said it."""
    author = item.maybe_shape("from")
    return author is not None and author.maybe_identifier("id") in ids

"""What happens in a chat, as the log of the chat service tells it: messages, and signs below them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from webcare.channels.bluesky import texts
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.naming import CHAT, chat_key, moment_of
from webcare.channels.bluesky.posts import RECORD, author_of
from webcare.channels.inbound import Author, ContextPost, Inbound, Parsing, Reacted, Received

CREATED, REACTED, UNREACTED = (
    f"chat.bsky.convo.defs#log{kind}" for kind in ("CreateMessage", "AddReaction", "RemoveReaction")
)
TOLD = frozenset({CREATED, REACTED, UNREACTED})
MESSAGE = "chat.bsky.convo.defs#messageView"
QUOTED = f"{RECORD}#view"


def told(account: str, entry: Shape, members: Sequence[Shape], parsing: Parsing) -> list[Inbound]:
    """One entry of the log; what was read or removed concerns only whoever did so."""
    if entry.kind() not in TOLD:
        return []
    message = entry.shape("message")
    if message.kind() != MESSAGE:  # removed before we saw it
        return []
    people = {author.external_id: author for author in map(author_of, members)}
    if entry.kind() == CREATED:
        return [_received(account, message, people, parsing)]
    return [_reacted(account, entry, message, people, parsing)]


def message_id(message: Shape) -> str:
    """How the house knows it."""
    return f"{CHAT}{message.chat_id('id')}"


def _received(account: str, message: Shape, people: dict[str, Author], parsing: Parsing) -> Received:
    sender = message.shape("sender").did("did")
    ours = sender in {account, *parsing.own_ids}
    others = [author for did, author in people.items() if did != sender]
    person = others[0] if ours and others else None
    quoted = _quoted(message)
    return Received(
        account=sender if ours else account,
        external_id=message_id(message),
        author=people.get(sender, Author(sender)),
        text=texts.told(message.words("text"), message.shapes("facets")).strip(),
        sent_at=message.time("sentAt"),
        thread_key=chat_key(person.external_id if person else sender),
        private=True,
        ours=ours,
        recipient=person,
        quoted=quoted[0].external_id if quoted else "",
        context=tuple(quoted),
    )


def _quoted(message: Shape) -> list[ContextPost]:
    """A post that was passed on in private."""
    embed = message.maybe_shape("embed")
    record = embed.maybe_shape("record") if embed and embed.kind() == QUOTED else None
    place = record.maybe_post("uri") if record else None
    if record is None or place is None or not record.has("value"):  # gone, or closed to us
        return []
    value = record.shape("value")
    return [ContextPost(place.uri, "quoted", author_of(record.shape("author")), value.maybe_words("text"))]


def _reacted(account: str, entry: Shape, message: Shape, people: dict[str, Author], parsing: Parsing) -> Reacted:
    """All that stands there from this person after it."""
    reaction = entry.shape("reaction")
    who, sign = reaction.shape("sender").did("did"), reaction.words("value")
    theirs = [each.words("value") for each in message.shapes("reactions") if each.shape("sender").did("did") == who]
    others = [each for each in theirs if each != sign]
    signs = [*others, sign] if entry.kind() == REACTED else others
    return Reacted(
        account,
        message_id(message),
        people.get(who, Author(who)),
        tuple(signs),
        _at(entry, reaction),
        who in {account, *parsing.own_ids},
    )


def _at(entry: Shape, reaction: Shape) -> datetime:
    """A sign that is taken back has no moment of its own, but the log counts on by moments."""
    return moment_of(entry.maybe_words("rev")) or reaction.time("createdAt")

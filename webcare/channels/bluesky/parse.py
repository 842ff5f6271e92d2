"""What was read from Bluesky's lists, in an envelope that says from which and for whom, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.bluesky import chats, posts
from webcare.channels.bluesky.fields import Shape
from webcare.channels.inbound import Deleted, Inbound, Parsing, Reacted, Unparsable

LISTED = "listed"  # our name of the list
NOTICE, OWN, CHAT, GONE = "notification", "post", "chat", "gone"
SPOKEN, LIKED = frozenset({"mention", "reply", "quote"}), "like"
HEART = "❤"


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the item tells. Raises Unparsable, and nothing else."""
    event = Shape.read(payload)
    account, item, listed = event.did("account"), event.shape("item"), event.words(LISTED)
    if listed == NOTICE:
        return _noticed(account, item, event, parsing)
    if listed == OWN:
        return [posts.received(account, item, _shown(event), parsing)]
    if listed == CHAT:
        return chats.told(account, item, event.shapes("members"), parsing)
    if listed == GONE:
        return [Deleted(account, item.post("uri").uri, parsing.received_at)]
    raise Unparsable(f"There is no list {listed[:40]!r}.")


def _noticed(account: str, item: Shape, event: Shape, parsing: Parsing) -> Sequence[Inbound]:
    reason = item.words("reason")
    if reason in SPOKEN:
        return [posts.received(account, item, _shown(event), parsing)]
    if reason == LIKED and (subject := item.maybe_post("reasonSubject")):
        author = posts.author_of(item.shape("author"))
        ours = author.external_id in {account, *parsing.own_ids}
        return [Reacted(account, subject.uri, author, (HEART,), item.time("indexedAt"), ours)]
    return []  # a repost says nothing, and would take the place of the same person's heart


def _shown(event: Shape) -> dict[str, Shape]:
    return {each.post("uri").uri: each for each in event.shapes("shown")}

"""An X Activity event, as the webhook or our own catching up hands it in, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Deleted, Inbound, Parsing, Revoked, Unparsable
from webcare.channels.x import direct, posts
from webcare.channels.x.fields import Shape
from webcare.channels.x.includes import Includes
from webcare.channels.x.likes import liked

POSTS = frozenset({"post.create", "post.mention.create", "post.reply.create", "post.quote.create"})
MESSAGES = frozenset({"dm.received", "dm.sent"})
ENCRYPTED = frozenset({"chat.received", "chat.sent"})
SILENT = frozenset({"post.repost.create", "dm.read", "dm.indicate_typing"})
SILENT_KINDS = frozenset({"follow", "mute", "block", "profile", "news", "spaces", "broadcast"})
SILENT_CHATS = ("chat.conversation", "chat.update.")
LIKE = "like.create"
REVOKED = "The access was withdrawn in the settings of X."


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the event tells; an empty list where it is nothing to us. Raises Unparsable, and nothing else."""
    envelope = Shape.read(payload)
    data = envelope.shape("data")
    kind = data.words("event_type")
    if kind == "oauth.revoke":
        return [Revoked(_account(data, parsing, data.shape("payload")), REVOKED)]
    if _is_silent(kind):
        return []
    if kind not in POSTS | MESSAGES | ENCRYPTED | {"post.delete", LIKE}:
        raise Unparsable(f"The event type {kind[:80]!r} is unknown.")
    told, includes, account = data.shape("payload"), Includes.of(data, envelope), _account(data, parsing)
    if kind == LIKE:
        asked = data.maybe_shape("filter")
        return liked(told, includes, account, asked.maybe_words("direction") if asked else "", parsing)
    return _told(kind, told, includes, account, parsing)


def _told(kind: str, payload: Shape, includes: Includes, account: str, parsing: Parsing) -> Sequence[Inbound]:
    if kind in POSTS:
        post = posts.received(payload, includes, account, parsing.own_ids)
        return [post] if post else []
    if kind in MESSAGES:
        return direct.received(payload, includes, account, parsing.own_ids)
    if kind in ENCRYPTED:
        return [direct.encrypted(payload, account, parsing.own_ids)]
    return [Deleted(account, payload.identifier("id"), parsing.received_at)]


def _is_silent(kind: str) -> bool:
    return kind in SILENT or kind.partition(".")[0] in SILENT_KINDS or kind.startswith(SILENT_CHATS)


def _account(data: Shape, parsing: Parsing, payload: Shape | None = None) -> str:
    """Whom the event concerns: whose subscription it was, or who withdrew the access."""
    told = data.maybe_shape("filter")
    found = (payload.maybe_identifier("user_id") if payload else "") or (
        told.maybe_identifier("user_id") if told else ""
    )
    if not (found or parsing.account):
        raise Unparsable("data.filter.user_id is missing, so that nobody knows whose event this is.")
    return found or parsing.account

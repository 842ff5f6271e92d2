"""LinkedIn's notifications, as the webhook or our own polling hands them in, become what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import quote

from webcare.channels.inbound import (
    Author,
    ContextPost,
    Deleted,
    Inbound,
    Parsing,
    Reacted,
    Received,
    Unparsable,
    each_told,
)
from webcare.channels.linkedin.added import NAMELESS, Added
from webcare.channels.linkedin.fields import Shape, post_of

KIND = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"
SAID = frozenset({"COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT"})
EDITED, REMOVED, MENTIONED = "COMMENT_EDIT", "COMMENT_DELETE", "SHARE_MENTION"
REACTIONS = "reactions"  # our own name for what no notification tells
SIGNS = {
    "LIKE": "👍", "PRAISE": "👏", "EMPATHY": "❤️", "INTEREST": "💡", "APPRECIATION": "🫶", "ENTERTAINMENT": "😄",
}  # fmt: skip
FEED = "https://www.linkedin.com/feed/update/"


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the event tells; one POST brings up to ten notifications. Raises Unparsable, and nothing else."""
    envelope = Shape.read(payload)
    kind = envelope.words("type")
    if kind == REACTIONS:
        return list(_reacted(envelope, Added.to(envelope), parsing))
    if kind != KIND:
        raise Unparsable(f"The event is a {kind[:80]!r} and no notification about a page.")
    added = Added.to(envelope)
    return each_told(partial(_told, one, added, parsing) for one in envelope.shapes("notifications"))


def _told(notification: Shape, added: Added, parsing: Parsing) -> Iterator[Inbound]:
    """Likes and shares are no messages to us, nor is whatever LinkedIn may add to its list."""
    action, page = notification.words("action"), notification.actor("organizationalEntity")
    if action in SAID:
        yield _comment(notification, page, added, parsing)
    elif action == REMOVED:
        at = notification.maybe_moment("lastModifiedAt") or parsing.received_at
        yield Deleted(page, notification.comment("generatedActivity"), at)
    elif action == MENTIONED:
        yield _mention(notification, page, added, parsing)


def _reacted(envelope: Shape, added: Added, parsing: Parsing) -> Iterator[Reacted]:
    """What reacting.py found out about one answer of ours."""
    page, comment, at = envelope.actor("page"), envelope.comment("comment"), envelope.maybe_moment("at")
    own_ids, looked = {page, *parsing.own_ids}, at or parsing.received_at
    for one in envelope.shapes("reactions"):
        actor, kind = one.actor("actor"), one.words("reactionType")
        since = one.maybe_moment("at") or looked
        yield Reacted(page, comment, added.author(actor), (SIGNS.get(kind, kind),), since, actor in own_ids)
    for listed in envelope.every("gone"):
        who = Shape({"actor": listed.value}, listed.where).actor("actor")
        yield Reacted(page, comment, added.author(who), (), looked, who in own_ids)


def _comment(notification: Shape, page: str, added: Added, parsing: Parsing) -> Received:
    """The exchange is the one with this person under this post: several people under it are several pieces of work."""
    external_id = notification.comment("generatedActivity")
    asked = added.comments.get(external_id)
    told = _decorated(notification, "comment")
    known = told.maybe_actor("owner", "actor") if told else ""
    known = (asked.maybe_actor("actor") if asked else "") or known
    author = added.author(known) if known else Author(f"nameless:{external_id}", name=NAMELESS)
    parent = asked.maybe_comment("parentComment") if asked else ""
    post = post_of(external_id)
    ours = known in parsing.own_ids or known == page
    return Received(
        account=known if ours else page,
        external_id=external_id,
        author=author,
        text=_text_of(asked) or _text_of(told),
        sent_at=_made(asked, notification) or parsing.received_at,
        thread_key=f"{post}|{author.external_id}",
        private=False,
        ours=ours,
        edited=notification.words("action") == EDITED,
        parents=tuple(each for each in (parent, post) if each),
        permalink=comment_link(external_id),
        context=_above(notification, added, below_another=bool(parent)),
    )


def _mention(notification: Shape, page: str, added: Added, parsing: Parsing) -> Received:
    """A post elsewhere that names us."""
    external_id = notification.maybe_post("generatedActivity") or notification.post("sourcePost")
    asked, told = added.posts.get(external_id), _decorated(notification, "share")
    known = (asked.maybe_actor("author") if asked else "") or (told.maybe_actor("owner") if told else "")
    author = added.author(known) if known else Author(f"nameless:{external_id}", name=NAMELESS)
    ours = known in parsing.own_ids or known == page
    at = asked.maybe_moment("publishedAt", "createdAt") if asked else None
    return Received(
        account=known if ours else page,
        external_id=external_id,
        author=author,
        text=(asked.maybe_words("commentary") if asked else "").strip() or _text_of(told),
        sent_at=at or notification.maybe_moment("lastModifiedAt") or parsing.received_at,
        thread_key=f"{external_id}|{author.external_id}",
        private=False,
        ours=ours,
        permalink=FEED + external_id,
    )


def comment_link(comment: str) -> str:
    """Where people read a comment."""
    return f"{FEED}{post_of(comment)}?commentUrn={quote(comment, safe='')}"


def source_of(notification: Shape) -> str:
    """The post above, by the name under which its words can be asked for."""
    told = notification.maybe_shape("decoratedSourcePost")
    return (told.maybe_post("entity") if told else "") or notification.maybe_post("sourcePost")


def _above(notification: Shape, added: Added, *, below_another: bool) -> tuple[ContextPost, ...]:
    """Under the name that comments know it by; `below_another` comment it is not what this one answers."""
    told, asked = notification.maybe_shape("decoratedSourcePost"), added.posts.get(source_of(notification))
    text = (asked.maybe_words("commentary") if asked else "").strip() or _text_of(told)
    known = (asked.maybe_actor("author") if asked else "") or (told.maybe_actor("owner") if told else "")
    external_id = source_of(notification)
    if not text or not external_id:
        return ()
    at = asked.maybe_moment("publishedAt", "createdAt") if asked else None
    author = added.author(known) if known else Author("", name=NAMELESS)
    return (ContextPost(external_id, "original" if below_another else "parent", author, text, at),)


def _decorated(notification: Shape, kind: str) -> Shape | None:
    told = notification.maybe_shape("decoratedGeneratedActivity")
    return told.maybe_shape(kind) if told else None


def _text_of(told: Shape | None) -> str:
    """LinkedIn writes `text` in notifications, `message` with a text in it where comments are read."""
    if told is None:
        return ""
    message = told.maybe_shape("message")
    return (message.maybe_words("text") if message else told.maybe_words("text")).strip()


def _made(asked: Shape | None, notification: Shape) -> datetime | None:
    created = asked.maybe_shape("created") if asked else None
    return (created.maybe_moment("time") if created else None) or notification.maybe_moment("lastModifiedAt")

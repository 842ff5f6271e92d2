"""What happens on the page and where it is mentioned: posts and comments become messages with their place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from webcare.channels.inbound import (
    Author,
    Deleted,
    Hidden,
    Inbound,
    InboundAttachment,
    Parsing,
    Reacted,
    Received,
    Unparsable,
)
from webcare.channels.meta.added import Added
from webcare.channels.meta.fields import Shape
from webcare.channels.meta.files import files_at

SILENT_ITEMS = frozenset({"album", "event", "milestone", "rating", "page", "coupon", "story"})
SILENT_VERBS = frozenset({"block", "unblock", "unlike", "follow", "mute"})
SAID = frozenset({"add", "edit", "edited", "update"})
EDITED = SAID - {"add"}
REACTIONS, HIDING = frozenset({"reaction", "like"}), frozenset({"hide", "unhide"})
SIGNS = {"like": "👍", "love": "❤️", "care": "🤗", "haha": "😆", "wow": "😮", "sad": "😢", "angry": "😡"}
NAMELESS = "Facebook user"  # as Facebook calls people whom it does not show
URL_CHARACTERS = 2000


def told(value: Shape, page: str, at: datetime | None, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    """What a change in `feed` or `mention` says of a post or a comment; nothing where nobody said anything."""
    item, verb = value.maybe_words("item"), value.maybe_words("verb")
    if item in SILENT_ITEMS or verb in SILENT_VERBS:
        return []
    is_comment = item == "comment"
    external_id = value.identifier("comment_id") if is_comment else value.maybe_identifier("post_id")
    if not external_id:  # an item that is no post
        return []
    if item in REACTIONS:
        return _reaction(value, page, at, parsing)
    if verb in HIDING:
        return [Hidden(page, external_id, at or parsing.received_at, shown=verb == "unhide")]
    if verb == "remove":
        return [Deleted(page, external_id, parsing.received_at)]
    if verb not in SAID:
        raise Unparsable(f"The verb {verb[:80]!r} is unknown.")
    return [_received(value, external_id, page, at, added, parsing, is_comment=is_comment)]


def _reaction(value: Shape, page: str, at: datetime | None, parsing: Parsing) -> Sequence[Inbound]:
    """Of one person one sign, at a comment or at a post; an older application calls it a like."""
    author, kind = _author(value), value.maybe_words("reaction_type") or "like"
    if author is None:  # whom Facebook does not show cannot be told from others
        return []
    signs = () if value.maybe_words("verb") == "remove" else (SIGNS.get(kind, kind),)
    place = value.maybe_identifier("comment_id", "post_id")
    ours = author.external_id in parsing.own_ids or author.external_id == page
    moment = value.maybe_moment("created_time") or at or parsing.received_at
    return [Reacted(page, place, author, signs, moment, ours)]


def _received(
    value: Shape, external_id: str, page: str, at: datetime | None, added: Added, parsing: Parsing, *, is_comment: bool
) -> Received:
    """The exchange is the one with this person under this post: several people under it are several pieces of work."""
    post = (value.maybe_identifier("post_id") if is_comment else external_id) or external_id
    parent = value.maybe_identifier("parent_id") if is_comment else ""
    parents = tuple(dict.fromkeys(each for each in (parent, post) if each and each != external_id))
    author = _author(value) or _nameless(parent if parent and parent != post else external_id)
    ours = author.external_id in parsing.own_ids or author.external_id == page
    return Received(
        account=author.external_id if ours else page,
        external_id=external_id,
        author=author,
        text=_text(value),
        sent_at=value.maybe_moment("created_time") or at or parsing.received_at,
        thread_key=f"{post}:{author.external_id}",
        private=False,
        ours=ours,
        edited=value.maybe_words("verb") in EDITED,
        parents=parents,
        permalink=_permalink(value, external_id),
        attachments=_files(value),
        context=added.above(post, below_another=bool(parent) and parent != post) if is_comment else (),
    )


def _author(value: Shape) -> Author | None:
    """Who said it; None where Meta keeps that to itself."""
    person = value.maybe_shape("from")
    if person:
        known, name = person.maybe_identifier("id"), person.maybe_words("name")
    else:
        known, name = value.maybe_identifier("sender_id"), value.maybe_words("sender_name")
    return Author(known, name=name) if known else None


def _nameless(thread: str) -> Author:
    """Somebody of whom we know nothing but the comment with which they began: nobody else is mixed up with them."""
    return Author(f"nameless:{thread}", name=NAMELESS)


def _text(value: Shape) -> str:
    """What they wrote, and below it the link that they shared."""
    text = value.maybe_words("message").strip()
    link = value.maybe_words("link") if value.maybe_words("item") in {"share", "link"} else ""
    return f"{text}\n{link}".strip() if link and link not in text else text


def _files(value: Shape) -> tuple[InboundAttachment, ...]:
    """Photos and videos; of a single photo the address stands where others have a link."""
    of_item = [value.maybe_words("link")] if value.maybe_words("item") in {"photo", "video"} else []
    urls = [value.maybe_words("photo"), value.maybe_words("video"), *value.texts("photos"), *of_item]
    return files_at([url for url in urls if url])


def _permalink(value: Shape, external_id: str) -> str:
    """Where people read it; Facebook leads to the right place by the id alone too."""
    given = value.maybe_words("permalink_url")
    is_address = given.startswith("https://") and len(given) <= URL_CHARACTERS
    return given if is_address else f"https://www.facebook.com/{external_id}"

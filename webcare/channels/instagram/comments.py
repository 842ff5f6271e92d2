"""What people comment below our posts, and where they mention us: each becomes a message with its place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from webcare.channels.inbound import Author, Inbound, Parsing, Received
from webcare.channels.meta.added import Added
from webcare.channels.meta.fields import LATEST, Shape

COMMENTS = frozenset({"comments", "live_comments"})
MENTION = "mention"  # in front of a thread that stands below somebody else's post
NAMELESS = "Instagram user"
URL_CHARACTERS, NAME_CHARACTERS = 2000, 64


def commented(value: Shape, account: str, at: datetime | None, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    """A comment below our own post; the exchange is the one with this person under this post."""
    external_id, media = value.identifier("id"), value.maybe_shape("media")
    place, parent = media.maybe_identifier("id") if media else "", value.maybe_identifier("parent_id")
    said = _received(value, external_id, place or external_id, [parent, place], account=account, at=at, parsing=parsing)
    return [said if said.ours else replace(said, context=added.above(place, below_another=bool(parent)))]


def mentioned(value: Shape, account: str, at: datetime | None, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    """A comment or caption elsewhere with our name in it; the event names it only, and its words were added.

    What was gone by then is nothing to us; what could not be read stands there without words.
    """
    place, comment = value.identifier("media_id"), value.maybe_identifier("comment_id")
    external_id = comment or place
    told = added.mentions.get(external_id, value)
    if told.flag("gone"):
        return []
    return [_received(told, external_id, f"{MENTION}:{place}", [place], account=account, at=at, parsing=parsing)]


def moment_of(entry: Shape) -> datetime | None:
    """When the event was made: seconds, or beside messages milliseconds."""
    told = entry.maybe_number("time")
    if told is None or not 0 <= told <= LATEST * 1000:
        return None
    return datetime.fromtimestamp(told / 1000 if told > LATEST else told, UTC)


def _received(
    value: Shape,
    external_id: str,
    place: str,
    above: list[str],
    *,
    account: str,
    at: datetime | None,
    parsing: Parsing,
) -> Received:
    author, ours = _author(value, external_id), _is_ours(value, account, parsing)
    return Received(
        account=account,
        external_id=external_id,
        author=Author(account, author.handle) if ours else author,
        text=value.maybe_words("text").strip(),
        sent_at=value.maybe_moment("timestamp") or at or parsing.received_at,
        thread_key=f"{place}:{account if ours else author.external_id}",
        private=False,
        ours=ours,
        parents=tuple(dict.fromkeys(each for each in above if each and each != external_id)),
        permalink=_permalink(value),
    )


def _author(value: Shape, external_id: str) -> Author:
    """Who said it; of somebody who is only named we keep the name, of somebody nameless nothing but the comment."""
    person = value.maybe_shape("from")
    known = person.maybe_identifier("id") if person else ""
    name = (person.maybe_words("username") if person else "") or value.maybe_words("username")
    if known:
        return Author(known, handle=name)
    return (
        Author(f"name:{name[:NAME_CHARACTERS]}", handle=name)
        if name
        else Author(f"nameless:{external_id}", name=NAMELESS)
    )


def _is_ours(value: Shape, account: str, parsing: Parsing) -> bool:
    """Meta calls us by our own number, or in our own eyes by another beside it."""
    person = value.maybe_shape("from")
    if person is None:
        return False
    ids = {person.maybe_identifier("id"), person.maybe_identifier("self_ig_scoped_id")}
    return not ids.isdisjoint({account, *parsing.own_ids})


def _permalink(value: Shape) -> str:
    media = value.maybe_shape("media")
    given = value.maybe_words("permalink") or (media.maybe_words("permalink") if media else "")
    return given if given.startswith("https://") and len(given) <= URL_CHARACTERS else ""

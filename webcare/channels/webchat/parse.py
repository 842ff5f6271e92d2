"""What a visitor did, as the widget's door wrote it down → what happened, in the house's words. Pure: no tables, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Author, Inbound, InboundAttachment, Parsing, Received, Seen, Unparsable
from webcare.channels.shape import Shape

LONGEST = 255
FILE = "chat:"  # in front of a file's key, where other networks have an address


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """One event is one thing that somebody did. Raises Unparsable."""
    event = Shape.read(payload)
    kind = event.words("kind")
    if kind in {"message", "contact"}:
        return [_received(event, automatic=kind == "contact")]
    if kind == "seen":
        return [
            Seen(_key(event, "account"), event.time("at"), thread_key=_key(event, "thread"), upto=event.time("upto"))
        ]
    raise Unparsable(f"kind is {kind!r}, which the widget never says.")


def _received(event: Shape, *, automatic: bool) -> Received:
    return Received(
        account=_key(event, "account"),
        external_id=_key(event, "id"),
        author=_author(event.shape("visitor")),
        text=event.words("text"),
        sent_at=event.time("at"),
        thread_key=_key(event, "thread"),
        private=True,
        automatic=automatic,
        attachments=tuple(_attachment(file) for file in event.shapes("files")),
    )


def _author(visitor: Shape) -> Author:
    """Known by a name only where they left one, or the site says who they are."""
    former = _key(visitor, "formerly") if visitor.has("formerly") else ""
    return Author(
        external_id=_key(visitor, "id"),
        handle=visitor.maybe_words("email")[:LONGEST],
        name=visitor.maybe_words("name")[:LONGEST],
        verified=visitor.flag("verified"),
        formerly=(former,) if former else (),
    )


def _attachment(file: Shape) -> InboundAttachment:
    key = _key(file, "key")
    return InboundAttachment(
        external_id=key,
        url=FILE + key,
        content_type=file.maybe_words("type")[:LONGEST],
        filename=file.maybe_words("name")[:LONGEST],
    )


def _key(told: Shape, name: str) -> str:
    key = told.words(name)
    if not 0 < len(key) <= LONGEST:
        raise Unparsable(f"{name} is no key of ours.")
    return key

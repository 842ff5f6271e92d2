"""What a visitor did, as the widget's door wrote it down → what happened, in the house's words. Pure: no tables, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Author, Inbound, InboundAttachment, Parsing, Received, Seen, Unparsable
from webcare.channels.shape import Shape

FILE = "chat:"  # in front of a file's key, where other networks have an address


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """One event is one thing that somebody did. Raises Unparsable."""
    event = Shape.read(payload)
    kind = event.words("kind")
    if kind in {"message", "contact"}:
        return [_received(event, automatic=kind == "contact")]
    if kind == "seen":
        return [
            Seen(event.words("account"), event.time("at"), thread_key=event.words("thread"), upto=event.time("upto"))
        ]
    raise Unparsable(f"kind is {kind!r}, which the widget never says.")


def _received(event: Shape, *, automatic: bool) -> Received:
    return Received(
        account=event.words("account"),
        external_id=event.words("id"),
        author=_author(event.shape("visitor")),
        text=event.words("text"),
        sent_at=event.time("at"),
        thread_key=event.words("thread"),
        private=True,
        automatic=automatic,
        attachments=tuple(_attachment(file) for file in event.shapes("files")),
    )


def _author(visitor: Shape) -> Author:
    """Known by a name only where they left one, or the site says who they are."""
    former = visitor.maybe_words("formerly")
    return Author(
        external_id=visitor.words("id"),
        handle=visitor.maybe_words("email"),
        name=visitor.maybe_words("name"),
        verified=visitor.flag("verified"),
        formerly=(former,) if former else (),
    )


def _attachment(file: Shape) -> InboundAttachment:
    key = file.words("key")
    return InboundAttachment(
        external_id=key, url=FILE + key, content_type=file.maybe_words("type"), filename=file.maybe_words("name")
    )

"""An event of a page, as the webhook or our own catching up hands it in, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webcare.channels.facebook import feed
from webcare.channels.facebook.inbox import INBOX
from webcare.channels.inbound import Inbound, Parsing, Unparsable
from webcare.channels.meta.added import Added
from webcare.channels.meta.fields import Shape

SPEAKING = frozenset({"feed", "mention"})


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the event tells; one POST may tell of several pages. Raises Unparsable, and nothing else."""
    envelope = Shape.read(payload)
    kind = envelope.words("object")
    if kind != "page":
        raise Unparsable(f"The event is about {kind[:80]!r} and not about a page.")
    added = Added.to(envelope)
    return [inbound for entry in envelope.shapes("entry") for inbound in _entry(entry, added, parsing)]


def _entry(entry: Shape, added: Added, parsing: Parsing) -> Iterator[Inbound]:
    """What else a page may have subscribed to (ratings, live videos, standby of another app) is no message to us."""
    page = entry.identifier("id")
    for change in entry.shapes("changes"):
        if change.words("field") in SPEAKING:
            at = entry.maybe_moment("time")  # in seconds here; beside `messaging` it is in milliseconds
            yield from feed.told(change.shape("value"), page, at, added, parsing)
    for event in entry.shapes("messaging"):
        yield from INBOX.told(added.named(event), page, parsing)

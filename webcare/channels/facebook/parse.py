"""An event of a page, as the webhook or our own catching up hands it in, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from webcare.channels.facebook import feed
from webcare.channels.facebook.inbox import INBOX
from webcare.channels.inbound import Inbound, Parsing, Unparsable, each_told
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
    return each_told(part for entry in envelope.shapes("entry") for part in _parts(entry, added, parsing))


def _parts(entry: Shape, added: Added, parsing: Parsing) -> Iterator[Callable[[], Sequence[Inbound]]]:
    """What is told there, to be read one by one."""
    page = entry.identifier("id")
    for change in entry.shapes("changes"):
        yield partial(_changed, change, entry, page, added, parsing)
    for event in entry.shapes("messaging"):
        yield partial(_said, event, page, added, parsing)


def _changed(change: Shape, entry: Shape, page: str, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    """What else a page may have subscribed to (ratings, live videos, standby of another app) is no message to us."""
    if change.words("field") not in SPEAKING:
        return []
    at = entry.maybe_moment("time")  # in seconds here; beside `messaging` it is in milliseconds
    return feed.told(change.shape("value"), page, at, added, parsing)


def _said(event: Shape, page: str, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    return INBOX.told(added.named(event), page, parsing)

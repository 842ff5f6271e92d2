"""An event of an account, as the webhook or our own catching up hands it in, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from webcare.channels.inbound import Inbound, Parsing, Unparsable, each_told
from webcare.channels.instagram.comments import COMMENTS, commented, mentioned, moment_of
from webcare.channels.instagram.inbox import INBOX
from webcare.channels.meta.added import Added
from webcare.channels.meta.fields import Shape


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the event tells; one POST may tell of several accounts. Raises Unparsable, and nothing else."""
    envelope = Shape.read(payload)
    kind = envelope.words("object")
    if kind != "instagram":
        raise Unparsable(f"The event is about {kind[:80]!r} and not about Instagram.")
    added = Added.to(envelope)
    return each_told(part for entry in envelope.shapes("entry") for part in _parts(entry, added, parsing))


def _parts(entry: Shape, added: Added, parsing: Parsing) -> Iterator[Callable[[], Sequence[Inbound]]]:
    """What is told there, to be read one by one: in a list of changes, right in the entry, or as messages."""
    account = entry.identifier("id")
    for change in [*entry.shapes("changes"), *([entry] if entry.has("field") else [])]:
        yield partial(_changed, change, entry, account, added, parsing)
    for event in entry.shapes("messaging"):
        yield partial(_said, event, account, added, parsing)


def _changed(change: Shape, entry: Shape, account: str, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    """What is only counted is no message to us."""
    field = change.words("field")
    if field in COMMENTS:
        return commented(change.shape("value"), account, moment_of(entry), added, parsing)
    if field == "mentions":
        return mentioned(change.shape("value"), account, moment_of(entry), added, parsing)
    return []


def _said(event: Shape, account: str, added: Added, parsing: Parsing) -> Sequence[Inbound]:
    return INBOX.told(added.named(event), account, parsing)

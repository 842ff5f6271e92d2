"""An event of an account, as the webhook or our own catching up hands it in, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webcare.channels.inbound import Inbound, Parsing, Unparsable
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
    return [inbound for entry in envelope.shapes("entry") for inbound in _entry(entry, added, parsing)]


def _entry(entry: Shape, added: Added, parsing: Parsing) -> Iterator[Inbound]:
    """Some events stand in a list of changes, and others right in the entry; what is only counted is no message to us."""
    account = entry.identifier("id")
    for change in [*entry.shapes("changes"), *([entry] if entry.has("field") else [])]:
        field = change.words("field")
        if field in COMMENTS:
            yield from commented(change.shape("value"), account, moment_of(entry), added, parsing)
        elif field == "mentions":
            yield from mentioned(change.shape("value"), account, moment_of(entry), added, parsing)
    for event in entry.shapes("messaging"):
        yield from INBOX.told(added.named(event), account, parsing)

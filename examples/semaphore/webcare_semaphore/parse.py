"""An event of the tower becomes what the house understands. For a real network: every kind of event that it has. Pure, without Django."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Author, Deleted, Inbound, Parsing, Received, Unparsable
from webcare_semaphore.fields import Shape

SILENT = frozenset({"weather"})  # what is told and means nothing to us


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the event tells; nothing where it is nothing to us. Raises Unparsable, and nothing else."""
    event = Shape.read(payload)
    kind, station = event.words("event"), event.identifier("station")
    if kind in SILENT:
        return []
    if kind == "signal":
        return [_received(event.shape("signal"), station, parsing.own_ids | {station})]
    if kind == "withdrawn":
        signal = event.shape("signal")
        return [Deleted(station, signal.identifier("id"), signal.time("at"))]
    raise Unparsable(f"The event {kind[:80]!r} is unknown.")


def key_of(event: Shape) -> str:
    """By which an event is known, whether it was brought or asked for: the tower counts them for each station."""
    return f"{event.identifier('station')}:{event.number('number')}"


def _received(signal: Shape, station: str, own_ids: frozenset[str]) -> Received:
    """What two stations signal to each other is one exchange, named after the other one."""
    author, recipient = _station(signal.shape("from")), _station(signal.shape("to"))
    ours, answered = author.external_id in own_ids, signal.maybe_identifier("answers")
    return Received(
        account=station,
        external_id=signal.identifier("id"),
        author=author,
        text=signal.maybe_words("text"),  # of a signal whose words were taken out there is none
        sent_at=signal.time("at"),
        thread_key=recipient.external_id if ours else author.external_id,
        private=True,
        ours=ours,
        recipient=recipient if ours else None,
        parents=(answered,) if answered else (),
    )


def _station(told: Shape) -> Author:
    call = told.maybe_words("call")[:320]
    return Author(told.identifier("id"), handle=call, name=told.maybe_words("name")[:255] or call[:255])

"""The turns of an exchange: which messages of a customer are one piece of work, and when it was answered. Pure.

This is the definition that the clocks, the reports and the board share; a recount from raw messages uses it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """A message of a customer that asks for an answer. `settled_at`: a person said that it needs none.

    `stored_at`: from when on it could be seen here, where that is later than when it was received.
    """

    id: int
    counts_from: datetime
    received_at: datetime
    late_delivered: bool = False
    urgent: bool = False
    settled_at: datetime | None = None
    stored_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What we said to it. `written_at`: when it was written here, or given in the network's own app (`echo`).

    `seen_upto`: the newest `stored_at` of what the writer had before them; without it, all that was there when it was written.

    `accepted_at` is when the network took it; None while it is on its way. Automatic answers and failed ones are left
    out by the caller.
    """

    id: int
    written_at: datetime
    accepted_at: datetime | None
    echo: bool = False
    seen_upto: datetime | None = None

    def covers(self, ask: Ask) -> bool:
        """Whether the writer can have seen the ask, and nobody had settled it before."""
        if self.echo:
            seen = ask.counts_from <= self.written_at
        else:
            seen = (ask.stored_at or ask.received_at) <= (self.seen_upto or self.written_at)
        return seen and (ask.settled_at is None or self.written_at <= ask.settled_at)


@dataclass(frozen=True, slots=True)
class Turn:
    """One piece of work: from the first unanswered message to the acceptance of the answer.

    `first` is the id of the message that arrived first. Running while both `stopped_at` and `cancelled_at` are None.
    """

    first: int
    started_at: datetime
    arrived_at: datetime
    urgent: bool
    late_delivered: bool
    stopped_at: datetime | None
    cancelled_at: datetime | None
    answer: int | None


def turns(asks: Iterable[Ask], answers: Iterable[Answer]) -> list[Turn]:
    """Group the asks of one exchange by the first answer that covers them; in order of arrival."""
    written = sorted(answers, key=lambda answer: (answer.written_at, answer.id))
    groups: dict[tuple[int | None, datetime | None], list[Ask]] = {}
    for ask in sorted(asks, key=lambda ask: (ask.received_at, ask.id)):
        answer = next((answer.id for answer in written if answer.covers(ask)), None)
        groups.setdefault((answer, None if answer else ask.settled_at), []).append(ask)
    by_id = {answer.id: answer for answer in written}
    return [_turn(group, by_id[answer] if answer else None, settled) for (answer, settled), group in groups.items()]


def _turn(group: Sequence[Ask], answer: Answer | None, settled_at: datetime | None) -> Turn:
    started_at = min(ask.counts_from for ask in group)
    accepted_at = answer.accepted_at if answer else None
    return Turn(
        first=min(ask.id for ask in group),
        started_at=started_at,
        arrived_at=min(ask.received_at for ask in group),
        urgent=any(ask.urgent for ask in group),
        late_delivered=any(ask.late_delivered for ask in group),
        stopped_at=max(accepted_at, started_at) if accepted_at else None,
        cancelled_at=settled_at,
        answer=answer.id if answer else None,
    )

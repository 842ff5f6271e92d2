"""A recount of solutions by brute force: what the ledger says of each case, and when its customer first wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from webcare.ledger.event import Event

FirstSaid = Callable[[int, datetime], datetime | None]
"""When the customer of this conversation first wrote, of what had arrived by that moment."""


@dataclass(slots=True)
class Solved:
    """Seconds from the first message to the solution, sorted; cases that nobody has solved yet."""

    seconds: list[float] = field(default_factory=list)
    unsolved: int = 0


def solved(first_said: FirstSaid) -> Solved:
    """Each case from its opening to its last closing; one that was opened again runs on from the same beginning."""
    began: dict[int, datetime] = {}
    ended: dict[int, datetime] = {}
    verbs = ("case.opened", "case.closed", "case.reopened")
    for event in Event.objects.filter(verb__in=verbs, undone_at=None).order_by("pk").iterator():
        if event.verb == "case.opened":
            began[event.subject_id] = first_said(event.data["conversation"], event.at) or event.at
        elif event.verb == "case.closed":
            ended[event.subject_id] = datetime.fromisoformat(event.data["after"]["closed_at"])
        else:
            ended.pop(event.subject_id, None)
    took = [(ended[case] - start).total_seconds() for case, start in began.items() if case in ended]
    return Solved(sorted(took), len(began) - len(took))

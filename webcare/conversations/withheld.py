"""An answer that waits for its account to be connected again: whether it goes on waiting, leaves, or is for a person. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils.translation import gettext_noop


class Fate(Enum):
    """What becomes of it; all but the first two are for a person to decide."""

    WAITS = "waits"
    LEAVES = "leaves"
    GONE = "gone"
    ANSWERED = "answered"
    CLOSED = "closed"
    OLD = "old"


WHY = {
    Fate.GONE: gettext_noop(
        "What this answers was taken away while the account could not be used. Send it all the same, or leave it."
    ),
    Fate.ANSWERED: gettext_noop(
        "This customer was answered in another way while the account could not be used. Send it all the same, or leave it."
    ),
    Fate.CLOSED: gettext_noop(
        "The time in which the network takes this answer ended while the account could not be used. Answer in another way, or leave it."
    ),
    Fate.OLD: gettext_noop(
        "The account could not be used for so long that this answer may be out of date. Send it all the same, or leave it."
    ),
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """`since`: from when on it waits. `closes_at`: until when the network takes it, None where it always does.

    `answered`: the customer has had another answer since. `gone`: what it answers was taken away. `usable`: the account is.
    """

    since: datetime
    closes_at: datetime | None
    answered: bool
    gone: bool
    usable: bool


def fate(answer: Withheld, at: datetime, longest: timedelta) -> Fate:
    """At `at`, where no answer may wait for longer than `longest`."""
    if answer.gone:
        return Fate.GONE
    if answer.answered:
        return Fate.ANSWERED
    if answer.closes_at and answer.closes_at <= at:
        return Fate.CLOSED
    if at - answer.since > longest:
        return Fate.OLD
    return Fate.LEAVES if answer.usable else Fate.WAITS

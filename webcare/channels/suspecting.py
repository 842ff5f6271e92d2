"""Whether a network seems to be away, or back, from what its accounts live through. Pure; a person decides what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PATIENCE = timedelta(minutes=10)  # a network that is away for less comes back before anybody has read the sentence
TIMES = 3  # failures, together, before somebody is told


class Trouble(StrEnum):
    """How a call fails. Only the silent ones speak for a network that is away: the others are an answer."""

    SILENT = "silent"  # no answer, or one that says that nothing works there
    BUSY = "busy"  # it asks us to wait
    REFUSED = "refused"  # it does not want this one
    ACCESS = "access"  # it no longer knows us


class Act(StrEnum):
    """What was tried."""

    SEND = "send"
    CATCH_UP = "catch_up"


@dataclass(frozen=True, slots=True)
class Failing:
    """What has failed in the same way since `since`, `times` in a row, `last` at last; `why` in the network's words."""

    act: Act
    trouble: Trouble
    since: datetime
    last: datetime
    times: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """One connected account: its newest event, when a call of each kind last went well, and what fails."""

    last_event_at: datetime | None = None
    well_at: datetime | None = None
    failing: tuple[Failing, ...] = ()


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Since when it seems to be away, and why: how often what failed, what came last, what was said last.

    `began`: since when its calls fail, which stays the same while the suspicion lasts.
    """

    since: datetime
    began: datetime
    sends: int
    asks: int
    last_event_at: datetime | None
    why: str


def suspect(accounts: Sequence[Facts], at: datetime) -> Suspicion | None:
    """Whether the network of these accounts seems to be away at `at`.

    It is when calls have failed in silence for a while, and no account has heard anything of it since.
    """
    sign = last_sign(accounts)
    failing = [one for facts in accounts for one in facts.failing if _speaks(one, sign)]
    if sum(one.times for one in failing) < TIMES:
        return None
    began = min(one.since for one in failing)
    since = max(began, sign) if sign else began
    if at - since < PATIENCE:
        return None
    return Suspicion(
        since=since,
        began=began,
        sends=sum(one.times for one in failing if one.act is Act.SEND),
        asks=sum(one.times for one in failing if one.act is Act.CATCH_UP),
        last_event_at=max((facts.last_event_at for facts in accounts if facts.last_event_at), default=None),
        why=max(failing, key=lambda one: one.last).why,
    )


def back_since(accounts: Sequence[Facts], declared_at: datetime) -> datetime | None:
    """When a network that was declared away was heard of again; None while it is not."""
    sign = last_sign(accounts)
    return sign if sign and sign > declared_at else None


def last_sign(accounts: Sequence[Facts]) -> datetime | None:
    """When the network was last heard of: an event that came, a call that went well, a no that somebody must have said."""
    signs = [moment for facts in accounts for moment in (facts.last_event_at, facts.well_at) if moment]
    spoken = [one.last for facts in accounts for one in facts.failing if one.trouble is not Trouble.SILENT]
    return max(signs + spoken, default=None)


def _speaks(one: Failing, sign: datetime | None) -> bool:
    return one.trouble is Trouble.SILENT and (sign is None or one.last > sign)

"""Clocks as the figures want them: those that were answered, and those that wait."""

from __future__ import annotations

from collections.abc import Iterable

from webcare.clocks.clock import Clock
from webcare.clocks.figures import Answered, Waiting
from webcare.clocks.promising import kind_of


def answered(clocks: Iterable[Clock]) -> list[Answered]:
    """Of these clocks the ones that stopped."""
    return [
        Answered(
            clock.started_at,
            clock.stopped_at,
            clock.network,
            clock.language or None,
            kind_of(clock.promise_kind),
            late_delivered=clock.late_delivered,
            due_at=clock.due_at,
        )
        for clock in clocks
        if clock.stopped_at
    ]


def waiting(clocks: Iterable[Clock]) -> list[Waiting]:
    """All of these clocks, as still running."""
    return [
        Waiting(
            clock.started_at,
            clock.network,
            clock.language or None,
            kind_of(clock.promise_kind),
            late_delivered=clock.late_delivered,
            due_at=clock.due_at,
        )
        for clock in clocks
    ]

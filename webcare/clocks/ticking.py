"""The one who looks at the deadlines: sleeps until the earliest, says "soon" and "late" once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min

from webcare.clocks.clock import Clock
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted, record_all
from webcare.lib.now import now, real_now, real_seconds_until

BATCH = 500


def tick(limit: int = BATCH) -> int:
    """Announce every deadline that has come near or passed; returns how many clocks were looked at."""
    at = now()
    with transaction.atomic():
        due = list(
            Clock.objects.running()
            .filter(wake_at__lte=at)
            .order_by("wake_at")
            .select_for_update(skip_locked=True)[:limit]
        )
        late = [clock for clock in due if clock.due_at and clock.due_at <= at and clock.fired_at is None]
        soon = [clock for clock in due if clock.due_at and clock.due_at > at]
        Clock.objects.filter(pk__in=[clock.pk for clock in late]).update(fired_at=at, wake_at=None)
        Clock.objects.filter(pk__in=[clock.pk for clock in soon]).update(wake_at=F("due_at"))
        rest = {clock.pk for clock in due} - {clock.pk for clock in (*late, *soon)}
        Clock.objects.filter(pk__in=rest).update(wake_at=None)
        record_all([_event("clock.fired", clock) for clock in late] + [_event("clock.soon", clock) for clock in soon])
        if due:
            changed(["queue", "board", *(topic for clock in due if (topic := _topic(clock)))])
    return len(due)


def next_tick() -> datetime | None:
    """The real moment of the next deadline; None when no clock runs."""
    wakes = Clock.objects.running().aggregate(at=Min("wake_at"))["at"]
    if wakes is None:
        return None
    return real_now() + timedelta(seconds=real_seconds_until(wakes))


def _event(verb: str, clock: Clock) -> Event:
    return drafted(verb, clock, under=clock.conversation or clock.case, data={"promise": clock.promise_name})


def _topic(clock: Clock) -> str:
    if clock.conversation_id:
        return f"conversation:{clock.conversation_id}"
    return f"case:{clock.case_id}" if clock.case_id else ""

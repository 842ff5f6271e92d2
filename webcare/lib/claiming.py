"""Work that a customer would notice is a row with a lease: claimed by one worker, given back if that worker dies.

Leases are about real machines, so they run on real time, whatever the business clock shows.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import DatabaseError, InterfaceError, connections, models, transaction
from django.db.models import F, Q

from webcare.lib.now import real_now

LEASE = timedelta(seconds=60)
BACK_OFF = (2, 5, 15, 60, 300, 900, 3600)  # seconds after the nth failed attempt
TRIED = timedelta(hours=2)  # an hour is the longest pause after a failure, ours or a network's


Row = TypeVar("Row", bound="Leased")
ending = threading.Event()  # set when this process was told to stop
_renewing = threading.Lock()  # however many rows are held for long: one connection for all of them


def back_off(attempts: int) -> timedelta:
    """How long to wait after `attempts` failures."""
    return timedelta(seconds=BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1])


def every_kind() -> list[LeasedQuerySet]:
    """All rows of each kind of work that there is."""
    kinds = (model._default_manager.all() for model in apps.get_models() if issubclass(model, Leased))
    return [kind for kind in kinds if isinstance(kind, LeasedQuerySet)]


def in_turn(rows: Sequence[Row]) -> Iterator[Row]:
    """Each row that is still ours, held while it is worked on, however long that takes.

    Told to stop, we finish the one that we are at and give the rest back as if nobody had taken it.
    """
    for place, row in enumerate(rows):
        if ending.is_set():
            hand_back(rows[place:])
            return
        if row.renew():
            with _held(row):
                yield row


def hand_back(rows: Sequence[Row]) -> None:
    """Those of one claim that nobody has finished, given back or claimed again: as if they had not been taken."""
    if rows:
        held = type(rows[0])._default_manager.filter(
            pk__among=[row.pk for row in rows], leased_until=rows[0].leased_until
        )
        held.update(leased_until=None, attempts=F("attempts") - 1)


@contextmanager
def _held(row: Leased) -> Iterator[None]:
    """Its lease goes on until we are done; when we die, it ends."""
    done = threading.Event()

    def hold() -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            with _renewing, suppress(DatabaseError, InterfaceError):
                row.renew()
                connections.close_all()

    threading.Thread(target=hold, name=f"holding {row.pk}", daemon=True).start()
    try:
        yield
    finally:
        done.set()


class LeasedQuerySet(models.QuerySet[Any]):
    """Rows of work; `.pending()` of the subclass says which are unfinished."""

    def pending(self) -> Self:
        """The unfinished rows."""
        raise TypeError(f"{type(self).__name__} does not say what is pending")

    def unfinished(self) -> Self:
        """The same, with those that have to wait for another."""
        return self.pending()

    def put_off(self, at: datetime) -> Self:
        """Those that are due later than anybody puts off anything."""
        untried = Q(attempts=0, next_attempt_at__gt=at + self.model.rests)
        return self.unfinished().filter(untried | Q(next_attempt_at__gt=at + TRIED))

    def mend(self, at: datetime) -> int:
        """Let go of what nobody can hold any more, and try at once what cannot be due so late; returns how many rows."""
        held = self.unfinished().filter(leased_until__gt=at + 2 * LEASE).update(leased_until=None, next_attempt_at=at)
        return held + self.put_off(at).update(next_attempt_at=at)

    def claimable(self, at: datetime) -> Self:
        """Unfinished rows whose time has come and that nobody holds."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.pending().filter(free, next_attempt_at__lte=at)

    def to_take(self, limit: int) -> list[int]:
        """Which of these rows, that come in their order, are taken together; a subclass may take fewer."""
        return list(self.values_list("pk", flat=True)[:limit])

    def claim(self, limit: int, lease: timedelta = LEASE) -> list[Any]:
        """Take up to `limit` rows, oldest first; the attempt is counted and committed before any work is done."""
        at = real_now()
        with transaction.atomic():
            waiting = self.claimable(at).order_by("next_attempt_at", "pk")
            ids = waiting.select_for_update(skip_locked=True, of=("self",)).to_take(limit)
            return self._lease(ids, at + lease) if ids else []

    def _lease(self, ids: Sequence[int], until: datetime) -> list[Any]:
        """Write the lease down and read the rows, in one statement."""
        meta = self.model._meta
        columns = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
        rows = self.model._default_manager.raw(
            f'UPDATE "{meta.db_table}" SET leased_until = %s, attempts = attempts + 1 '  # noqa: S608 - our own names
            f"WHERE id = ANY(%s) RETURNING {columns}",
            [until, list(ids)],
        )
        return sorted(rows, key=lambda row: (row.next_attempt_at, row.pk))

    def next_claimable_at(self) -> datetime | None:
        """When the next row may be taken; None when there is none."""
        moments = self.pending().aggregate(
            free=models.Min("next_attempt_at", filter=Q(leased_until=None)), held=models.Min("leased_until")
        )
        known = [moment for moment in moments.values() if moment]
        return min(known) if known else None


class Leased(models.Model):
    """The columns that make a row claimable. `rests`: longer than any that nobody has tried yet may have to wait."""

    rests: ClassVar[timedelta] = timedelta(minutes=5)  # an answer can be taken back for two minutes

    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=real_now)

    class Meta:
        abstract = True

    def renew(self) -> bool:
        """Hold it for another lease; False when somebody else has taken it meanwhile, or it is done."""
        rows = type(self)._default_manager.filter(self._still(), leased_until__isnull=False)
        return bool(rows.update(leased_until=real_now() + LEASE))

    def give_back(self, after: timedelta = timedelta(0), **changes: Any) -> None:
        """Let go of the row; somebody may take it again after `after`."""
        self._settle(leased_until=None, next_attempt_at=real_now() + after, **changes)

    def _still(self) -> Q:
        """This row, unless somebody has taken it after us: each claim counts an attempt."""
        return Q(pk=self.pk, attempts=self.attempts)

    def _settle(self, **changes: Any) -> None:
        """Write it down, if it is still ours."""
        type(self)._default_manager.filter(self._still()).update(**changes)
        for name, value in changes.items():
            setattr(self, name, value)

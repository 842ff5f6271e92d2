"""How much may be asked for in a minute under one name, counted over all processes with few statements.

A process counts for itself and brings its count into the database in steps; a limit is exact up to one step a process.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from django.db import connection, models

from webcare.lib.now import real_now

MINUTE = 60
STEPS = 20  # a limit is brought into the database in so many pieces
KEPT = timedelta(minutes=10)
_ADD = """
INSERT INTO webcare_pace (name, minute, asked, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (name, minute) DO UPDATE SET asked = webcare_pace.asked + EXCLUDED.asked RETURNING asked
"""


class Pace(models.Model):
    """How often something was asked for under a name in one minute."""

    name = models.CharField(max_length=120)
    minute = models.BigIntegerField()
    asked = models.BigIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Pace]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "minute"], name="one_pace_a_minute")]

    def __str__(self) -> str:
        return f"{self.name}: {self.asked}"


@dataclass(slots=True)
class _Count:
    """`known` is what all processes had told when we told last; `own` has come since."""

    known: int = 0
    own: int = 0


@dataclass
class Pacer:
    """One per process."""

    minute: int = 0
    counts: dict[str, _Count] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, name: str, most: int) -> int:
        """Count one more; returns 0 where it may go on, else for how many seconds it may not."""
        at = time.time()
        minute = int(at // MINUTE)
        wait = max(1, round((minute + 1) * MINUTE - at))
        with self.lock:
            if minute != self.minute:
                self.minute, self.counts = minute, {}
            count = self.counts.setdefault(name, _Count())
            if count.known + count.own >= most:
                return wait
            count.own += 1
            if count.own < max(1, most // STEPS):
                return 0
            told, count.own, count.known = count.own, 0, count.known + count.own
        total = _add(name, minute, told)
        with self.lock:
            count.known = max(count.known, total)
            return wait if count.known > most else 0


def forget_paces() -> int:
    """Who asked for how much is nobody's business some minutes later."""
    return Pace.objects.filter(at__lt=real_now() - KEPT).delete()[0]


def _add(name: str, minute: int, told: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [name, minute, told, real_now()])
        return int(cursor.fetchone()[0])

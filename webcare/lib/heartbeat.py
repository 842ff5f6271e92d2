"""Each process writes down that it lives and what it has counted, so that anybody can see which one was last there when."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, connections, models

from webcare.lib.now import real_now
from webcare.lib.tally import Counted, counted

BEAT = 15.0  # seconds
MISSED = timedelta(
    seconds=4 * BEAT
)  # who was silent for so long, or was seen at an hour to come, does not live any more
FORGOTTEN = timedelta(days=1)
log = logging.getLogger(__name__)


class ProcessQuerySet(models.QuerySet["Process"]):
    def running(self) -> Self:
        """Those that were seen lately and have not said good-bye."""
        at = real_now()
        return self.filter(ended_at=None, seen_at__range=(at - MISSED, at + MISSED))


class Process(models.Model):
    """One start of one process. `counts`: name, what it is about, value."""

    key = models.UUIDField(unique=True)
    process_kind = models.CharField(max_length=16)  # web | live | worker
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "processes"

    def __str__(self) -> str:
        return f"{self.process_kind} {self.host}:{self.pid}"

    @property
    def is_running(self) -> bool:
        """Whether it was seen lately and has not said good-bye."""
        return self.ended_at is None and abs(real_now() - self.seen_at) <= MISSED

    def counted(self) -> Sequence[Counted]:
        """What it had counted when it was seen last."""
        return [Counted(str(name), str(about), float(value)) for name, about, value in self.counts]


class Heart:
    """Beats in a thread of its own. A database that is away is no reason to stop: it beats again later."""

    def __init__(self, kind: str) -> None:
        self._key, self._kind, self._began = uuid4(), kind, real_now()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Say good-bye."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(BEAT)

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = BEAT if self._beat() else BEAT / 3
            connections.close_all()  # nobody else in this thread needs one until the next beat
        self._beat(ends=True)
        connections.close_all()

    def _beat(self, *, ends: bool = False) -> bool:
        at = real_now()
        row = Process(
            key=self._key,
            process_kind=self._kind,
            host=socket.gethostname()[:255],
            pid=os.getpid(),
            started_at=self._began,
            seen_at=at,
            ended_at=at if ends else None,
            counts=[[one.name, one.about, one.value] for one in counted()],
        )
        changing = ["seen_at", "ended_at", "counts"]
        try:
            Process.objects.bulk_create([row], update_conflicts=True, update_fields=changing, unique_fields=["key"])
        except (DatabaseError, InterfaceError) as error:
            log.debug("The heartbeat could not be written down: %s", type(error).__name__)
            return False
        return True


def forget_gone() -> int:
    """Forget processes that ended long ago; returns how many."""
    return Process.objects.filter(seen_at__lt=real_now() - FORGOTTEN).delete()[0]

"""A station is one kind of work that a worker does in a thread of its own: woken by a bell, by its next deadline, or swept."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.db import connections

from webcare.lib.now import real_now
from webcare.lib.spans import span
from webcare.lib.tally import count

SWEEP = 60.0
BACK_OFF = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)  # seconds after the nth failure in a row
SEATS = 4  # chores that are at work at once: so many connections to the database do for all of them
LONG = 300.0  # whoever rests so long gives back the connection to the database, which takes memory on both sides
UNDISTURBED = 30.0  # what rests so long, and is woken by no bell before, is a chore
GATHERING = 0.05  # seconds
BREATH = 0.5  # a deadline that has passed while nothing could be taken is looked at again after this long
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Station:
    """`work` does one batch and says how many rows that were; 0 means nothing waits. `next_due` is the real moment of the
    next deadline. `every` is the longest rest in seconds; what a sweep finds although a bell should have rung is logged.
    `bell`: one that rings for this kind alone, besides the one that rings for everybody. `gathers`: a batch of fewer rows
    than that is followed by a moment's rest, so that what comes in meanwhile shares a batch."""

    name: str
    work: Callable[[], int]
    next_due: Callable[[], datetime | None] | None = None
    every: float = SWEEP
    has_bell: bool = True
    bell: str = ""
    gathers: int = 0

    @property
    def is_chore(self) -> bool:
        """Nobody waits for it by the second: it shares its connection to the database with others of its kind."""
        return not self.has_bell and self.every >= UNDISTURBED


def once(work: Callable[[], int]) -> Callable[[], int]:
    """For work that is done when it is done, however many rows that were: it rests until its time comes again."""

    def done() -> int:
        work()
        return 0

    return done


@dataclass(frozen=True, slots=True)
class Watch:
    """Something that listens by itself until the event is set, such as a mailbox; started again when it fails."""

    name: str
    watch: Callable[[threading.Event], None]


def connections_of(jobs: Sequence[Station | Watch]) -> int:
    """How many connections to the database they may have together."""
    chores = sum(isinstance(job, Station) and job.is_chore for job in jobs)
    return len(jobs) - chores + min(SEATS, chores)


class Cause(Enum):
    """Why a station looks."""

    START = "start"
    BELL = "bell"
    DUE = "due"
    SWEEP = "sweep"


@dataclass(slots=True)
class Bench:
    """A thread at its station, or on its watch."""

    job: Station | Watch
    stopping: threading.Event
    seats: threading.Semaphore
    bell: threading.Event = field(default_factory=threading.Event)
    failures: int = 0
    repaired: int = 0  # rows that only the sweep found; expected 0
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread that does not keep a stopped worker alive: its leases lapse by themselves."""
        self.thread = threading.Thread(target=self._run, name=self.job.name, daemon=True)
        self.thread.start()

    def ring(self, bell: str = "") -> None:
        """There may be work; with a name, only for those who have that bell."""
        if self.stopping.is_set() or self._hears(bell):
            self.bell.set()

    def _hears(self, bell: str) -> bool:
        return isinstance(self.job, Watch) or (self.job.has_bell and bell in {"", self.job.bell})

    def _run(self) -> None:
        if isinstance(self.job, Station):
            self._stand(self.job)
        else:
            self._watch(self.job)
        connections.close_all()

    def _stand(self, station: Station) -> None:
        cause = Cause.START
        while not self.stopping.is_set():
            self.bell.clear()
            try:
                done = self._batch(station)
                if done:
                    self._count(station, cause, done)
                    cause = Cause.BELL
                    if done < station.gathers:
                        self.stopping.wait(GATHERING)
                else:
                    cause = self._rest(station)
                self.failures = 0
            except Exception as error:  # noqa: BLE001 - the boundary: a failing station takes no other along
                self._recover(error)

    def _batch(self, station: Station) -> int:
        with self._seated(station):
            if self.stopping.is_set():
                return 0
            with span(f"station {station.name}") as measured:
                done = measured.numbers["rows"] = station.work()
            return done

    @contextmanager
    def _seated(self, station: Station) -> Iterator[None]:
        """A chore waits for a seat, and has a connection to the database only while it sits."""
        if not station.is_chore:
            yield
            return
        with self.seats:
            try:
                yield
            finally:
                connections.close_all()

    def _watch(self, watch: Watch) -> None:
        while not self.stopping.is_set():
            try:
                watch.watch(self.stopping)
                self.failures = 0
                self.stopping.wait(BREATH)
            except Exception as error:  # noqa: BLE001 - the same boundary
                self._recover(error)

    def _count(self, station: Station, cause: Cause, done: int) -> None:
        count("station_rows", station.name, done)
        if cause is Cause.SWEEP and station.has_bell:
            self.repaired += done
            count("station_repairs", station.name, done)
            log.warning("%s: the sweep found %d that no bell announced", station.name, done)

    def _rest(self, station: Station) -> Cause:
        """Wait for a bell, the next deadline or the sweep, whatever comes first; which one it was."""
        with self._seated(station):
            due = station.next_due() if station.next_due else None
        seconds = (due - real_now()).total_seconds() if due else station.every
        if seconds <= 0:
            seconds = BREATH
        if min(seconds, station.every) >= LONG:
            connections.close_all()
        if self.bell.wait(min(seconds, station.every)):
            return Cause.BELL
        return Cause.DUE if seconds < station.every else Cause.SWEEP

    def _recover(self, error: Exception) -> None:
        seconds = BACK_OFF[min(self.failures, len(BACK_OFF) - 1)]
        self.failures += 1
        count("station_failures", self.job.name)
        words = (self.job.name, self.failures, seconds)
        log.error("%s failed (%d in a row); it tries again in %g s", *words, exc_info=error)
        connections.close_all()
        self.stopping.wait(seconds)


class Workshop:
    """All benches of one worker."""

    def __init__(self, jobs: Sequence[Station | Watch]) -> None:
        self.stopping = threading.Event()
        seats = threading.Semaphore(SEATS)
        self.benches = [Bench(job, self.stopping, seats) for job in jobs]

    def open(self) -> None:
        """Start every bench."""
        for bench in self.benches:
            bench.start()

    def ring(self, bell: str = "") -> None:
        """Ring every bell, or those of one name."""
        for bench in self.benches:
            bench.ring(bell)

    def close(self, seconds: float) -> bool:
        """Let every bench finish its batch; whether all did within `seconds`."""
        self.stopping.set()
        self.ring()
        until = time.monotonic() + seconds
        for bench in self.benches:
            if bench.thread is not None:
                bench.thread.join(max(0.0, until - time.monotonic()))
        return not any(bench.thread and bench.thread.is_alive() for bench in self.benches)

"""Keeps child processes running: starts a crashed one again, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Self

from webcare.lib.postgres import Server
from webcare.lib.processes import die_with_parent

LOOK = 0.2
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the nth start in a row
HEALTHY = 60.0  # after so many seconds an end is a new misfortune, not the same one again
STOP_SECONDS = 25.0  # a worker finishes its batch


@dataclass(frozen=True, slots=True)
class Child:
    """A command to keep running. Without `log` it writes where we write."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None


@dataclass(slots=True)
class Nursed:
    """A child and how it has fared."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    falls: int = 0
    start_at: float = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches it through us only."""
        log = self.child.log.open("ab") if self.child.log else None
        try:
            self.process = subprocess.Popen(
                list(self.child.words),
                env={**os.environ, **self.child.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call, and nothing here runs threads
            )
        finally:
            if log is not None:
                log.close()
        self.began = time.monotonic()

    def has_ended(self) -> bool:
        """Whether it ran and does no longer."""
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int, *, group: bool = False) -> None:
        """Send a signal to it, or to all that it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)


class Supervisor:
    """Runs children until told to stop by SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, database: Server | None = None, say: Callable[[str], None] | None = None) -> None:
        """`database` is started again too when it crashes; `say` tells the person at the terminal."""
        self.database = database
        self.say = say or _say_on_stderr
        self.nursed: list[Nursed] = []
        self.stopping = threading.Event()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, child: Child) -> None:
        """Start it now and keep it running."""
        nursed = Nursed(child)
        self.nursed.append(nursed)
        nursed.start()

    def finish(self, words: Sequence[str]) -> int:
        """Run something that ends by itself, before us in any case; its exit status. Told to stop, we stop it too."""
        once = Nursed(Child(words[0], words))
        once.start()
        try:
            while once.process is not None and once.process.poll() is None:
                if self.stopping.wait(LOOK):
                    raise KeyboardInterrupt
                self.look()
            return once.process.returncode if once.process else 1
        finally:
            self._end([once])

    def run(self, each_look: Callable[[], None] | None = None) -> None:
        """Look after the children until told to stop."""
        while not self.stopping.wait(LOOK):
            self.look()
            if each_look is not None:
                each_look()

    def look(self) -> None:
        """Start again whatever has ended, after a pause that grows with each fall."""
        if self.database is not None and self.database.has_crashed():
            self.say("The database ended by itself; starting it again.")
            self.database.start()
        for nursed in self.nursed:
            if nursed.has_ended():
                self._fell(nursed)
            if nursed.process is None and time.monotonic() >= nursed.start_at:
                nursed.start()

    def restart(self) -> None:
        """Start every child anew, because its code has changed."""
        self._end(self.nursed)
        for nursed in self.nursed:
            nursed.start()

    def stop(self) -> None:
        """End all children and what they started: kindly first."""
        self._end(self.nursed)
        self.nursed.clear()

    def _fell(self, nursed: Nursed) -> None:
        status = nursed.process.returncode if nursed.process else 0
        nursed.signal(signal.SIGKILL, group=True)  # what a dead child left behind
        nursed.falls = nursed.falls + 1 if time.monotonic() - nursed.began < HEALTHY else 1
        pause = BACK_OFF[min(nursed.falls, len(BACK_OFF)) - 1]
        nursed.process, nursed.start_at = None, time.monotonic() + pause
        log = f"; its log: {nursed.child.log}" if nursed.child.log else ""
        self.say(f"{nursed.child.name} ended ({_how(status)}); starting it again in {pause:g} s{log}.")

    def _end(self, all_nursed: Sequence[Nursed]) -> None:
        for nursed in all_nursed:
            nursed.signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for nursed in all_nursed:
            if nursed.process is None:
                continue
            with suppress(subprocess.TimeoutExpired):
                nursed.process.wait(max(0.1, until - time.monotonic()))
            nursed.signal(signal.SIGKILL, group=True)
            nursed.process.wait()
            nursed.process = None

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping.is_set():  # told twice: somebody is in a hurry
            for nursed in self.nursed:
                nursed.signal(signal.SIGKILL, group=True)
        self.stopping.set()


def _say_on_stderr(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"

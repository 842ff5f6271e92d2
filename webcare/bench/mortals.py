"""The processes of a house in which everything may be killed, and how each is killed and begins again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

from webcare.lib.postgres import Server
from webcare.lib.processes import die_with_parent

PATIENCE = 60.0
GLANCE = 0.02
SERVING = b"spawn_main"  # what stands on the command line of the process that serves the pages


class Web:
    """`webcare web`, and the process under it that serves; either may be hit."""

    def __init__(self, host: str, port: int, environment: Mapping[str, str], log: IO[bytes]) -> None:
        self.url = f"http://{host}:{port}/healthz"
        self._words = [sys.executable, "-m", "webcare", "web", "--host", host, "--port", str(port)]
        self._environment, self._log = environment, log
        self._process = self._start()
        self.ended = 0  # because it began while there was no database, or the one that serves had died too often

    def look(self) -> None:
        """Start it again where it has ended, as its keeper does in any house."""
        if self._process.poll() is not None:
            self.ended += 1
            self._again()

    def kill(self, rng: Random) -> str:
        """One of the two, at random; what was hit."""
        serving = [pid for pid in children(self._process.pid) if SERVING in _command(pid)]
        if serving and rng.random() < 0.5:
            _end(serving)
            return "web, the process that serves"  # the one above starts another
        self._again()
        return "web, all of it"

    def is_up(self) -> bool:
        """Whether it answers, if only to say no."""
        try:
            urlopen(self.url, timeout=5).close()  # noqa: S310 - our own http address
        except HTTPError:
            return True
        except OSError:
            return False
        return True

    def _again(self) -> None:
        self.leave()
        self._process = self._start()

    def leave(self) -> None:
        """Without a word."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._words,
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call
        )


class Workers:
    """So many workers, each born again as soon as it was killed."""

    def __init__(self, count: int, environment: Mapping[str, str], log: IO[bytes]) -> None:
        self._litter = subprocess.Popen(
            [sys.executable, "-m", "webcare.commands.litter"],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call
        )
        self._answer()
        self._numbers = [self._order("born") for _ in range(count)]
        self.ended = 0

    def kill(self, rng: Random) -> str:
        """One of them, at random."""
        place = rng.randrange(len(self._numbers))
        self.ended += self._order(f"kill {self._numbers[place]}") != -signal.SIGKILL
        self._numbers[place] = self._order("born")
        return "worker"

    def leave(self) -> None:
        """They end with whoever bore them."""
        self._litter.kill()
        self._litter.wait()

    def _order(self, words: str) -> int:
        if self._litter.stdin is None:
            raise BrokenPipeError
        self._litter.stdin.write(f"{words}\n")
        self._litter.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        said = self._litter.stdout.readline() if self._litter.stdout else ""
        if not said:
            raise BrokenPipeError("Whoever bears the workers has ended.")
        return said.strip()


class Database:
    """The PostgreSQL of this house; it keeps what it has committed, whoever kills it."""

    WAYS = ("PostgreSQL, all of it", "PostgreSQL, its first process", "PostgreSQL, one session")

    def __init__(self, server: Server) -> None:
        self.server = server

    def kill(self, rng: Random) -> str:
        """Everything at once, the first process alone, or one session (then PostgreSQL begins again by itself)."""
        way = rng.choice(self.WAYS)
        first = int((self.server.folder / "postmaster.pid").read_text().split()[0])
        under = children(first)
        sessions = [pid for pid in under if b"[local]" in _command(pid)]
        if way == self.WAYS[2] and sessions:
            _end([rng.choice(sessions)])
        else:
            way = way if way != self.WAYS[2] else self.WAYS[0]
            _end([first, *(under if way == self.WAYS[0] else [])])
            _until(self.server.has_crashed)
            self.server.start()
        _until(self.server.answers)
        return way


def children(parent: int) -> list[int]:
    """The numbers of the processes right under another."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _end(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _until(question: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not question():
        if time.monotonic() > until:
            raise TimeoutError("The database does not come back.")
        time.sleep(GLANCE)

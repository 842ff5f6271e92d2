"""A house of its own: a scratch PostgreSQL and any number of real web, live and worker processes on it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import psycopg

from sandbox.client import Sandbox
from tests.channels.conftest import free_port
from webcare.lib.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0
NAME = "webcare.example.org"
KEY = "only-this-house-knows-this-long-key-0123456789"
TOKEN = "only-the-monitor-of-this-house-knows-this-one"
FOREIGN = re.compile("WEBCARE_|DATABASE_URL|DJANGO_|PYTEST")


def wait_until(question: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """The first true answer."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Waited in vain until {what}.")


@dataclass
class Process:
    """One of ours, with its log."""

    kind: str
    running: subprocess.Popen[bytes]
    log: Path
    port: int = 0

    def tell(self, number: signal.Signals, wait: float = PATIENCE) -> int:
        """Send a signal to it alone and wait for its end; its exit status."""
        self.running.send_signal(number)
        return self.running.wait(wait)

    def kill_all(self) -> None:
        """As the kernel does when memory runs out: it and what it started."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(PATIENCE)

    @property
    def is_up(self) -> bool:
        """Whether it answers, or (a worker) works."""
        assert self.running.poll() is None, self.log.read_text()[-3000:]
        if not self.port:
            return True
        path = "/healthz" if self.kind == "web" else "/live/healthz"
        try:
            return httpx2.get(f"http://127.0.0.1:{self.port}{path}", timeout=5, trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False


@dataclass
class House:
    """`known` is what `furnish` made in it."""

    folder: Path
    server: Server
    url: str
    known: dict[str, Any] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)
    _starts: int = 0

    def environment(self, **more: str) -> dict[str, str]:
        """What all processes of it are told."""
        clean = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
        return clean | {
            "DATABASE_URL": self.url,
            "WEBCARE_SECRET_KEYS": KEY,
            "WEBCARE_METRICS_TOKEN": TOKEN,
            "WEBCARE_DATA": str(self.folder / "data"),
            "WEBCARE_BASE_URL": f"https://{NAME}",
            "WEBCARE_PRIVATE_ORIGINS": "http://127.0.0.1:*",  # the make-believe network
            "WEBCARE_LOG": "json DEBUG",
            "WEBCARE_STATIC_COLLECTED": "1",
            "DJANGO_SETTINGS_MODULE": "webcare.settings",
            "PYTHONPATH": str(ROOT),
            **more,
        }

    def finish(self, *words: str, **more: str) -> str:
        """Run something of ours to its end; what it said."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, kind: str, *, port: int = 0, settings: Mapping[str, str] | None = None) -> Process:
        """One more process."""
        self._starts += 1
        log = self.folder / f"{kind}-{self._starts}.log"
        words = [sys.executable, "-m", "webcare", kind]
        if kind != "worker":
            port = port or free_port()
            words += ["--port", str(port)]
        with log.open("wb") as out:
            running = subprocess.Popen(
                words,
                cwd=ROOT,
                env=self.environment(**(settings or {})),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        process = Process(kind, running, log, port)
        self.processes.append(process)
        return process

    def answering(self, *processes: Process) -> None:
        """Wait until they do."""
        for process in processes:
            wait_until(partial(_is_up, process), f"the {process.kind} answers")

    def again(self, process: Process) -> Process:
        """In the place of one that ended, at its port."""
        return self.start(process.kind, port=process.port)

    def ask(self, query: str, *values: object) -> list[Any]:
        """Rows of its database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def logged(self) -> str:
        """Everything that all of its processes ever said."""
        return "\n".join(process.log.read_text(errors="replace") for process in self.processes)

    def leave(self) -> None:
        """Nothing stays behind."""
        for process in self.processes:
            if process.running.poll() is None:
                process.kill_all()
        self.server.stop()


@contextmanager
def furnished(folder: Path, sandbox: Sandbox) -> Iterator[House]:
    """Prepared as after an update, with Lowland Air in it."""
    folder.chmod(0o711)
    server = Server(folder / "postgres", forgetful=True)
    server.start()
    house = House(folder, server, server.ensure_database("house"))
    try:
        house.finish("webcare", "prepare")
        house.known = json.loads(house.finish("tests.operations.furnish", SANDBOX=sandbox.url))
        yield house
    finally:
        house.leave()


def _is_up(process: Process) -> bool:
    return process.is_up

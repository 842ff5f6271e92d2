"""The processes that a browser test needs beside the web server: the live stream, a worker, the make-believe network."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

from django.core.signals import request_finished, request_started
from django.db import connection, connections

from sandbox.client import Sandbox
from webcare.commands.working import listen
from webcare.lib.station import Workshop
from webcare.timetable import stations

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0
T = TypeVar("T")


def wait_until(question: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """The first true answer."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"Waited in vain until {what}.")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def live_stream(origin: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The live process on the test's database, for pages that come from `origin`."""
    environment = {
        **os.environ,
        "DATABASE_URL": _database_url(),
        "WEBCARE_BASE_URL": origin,
        "WEBCARE_LIVE_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "uvicorn", "webcare.live.stream:application", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=ROOT, env=environment)
    try:
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/live/healthz"), "the live stream is up", 60)
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


@contextmanager
def collected_house(data: Path) -> Iterator[str]:
    """`webcare web` on the test's database with its files collected, as after `webcare prepare`; its address."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": _database_url(),
        "WEBCARE_DATA": str(data),
        "WEBCARE_STATIC_COLLECTED": "1",
        "WEBCARE_BASE_URL": f"http://localhost:{port}",
        "PYTHONPATH": str(ROOT),
    }
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "webcare", "web", "--port", str(port)], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        wait_until(lambda: _answers(f"http://localhost:{port}/offline"), "the pages are served", 60)
        yield f"http://localhost:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


@contextmanager
def worker() -> Iterator[None]:
    """Everything on the timetable, in threads of this process."""
    stop = threading.Event()
    workshop = Workshop(stations())
    workshop.open()
    ear = threading.Thread(target=listen, args=(stop, workshop.ring), daemon=True)
    ear.start()
    try:
        yield
    finally:
        stop.set()
        workshop.close(PATIENCE)
        ear.join(PATIENCE)


@contextmanager
def network() -> Iterator[Sandbox]:
    """The make-believe network as a process of its own, with the company and two customers on it."""
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        with Sandbox(f"http://127.0.0.1:{port}") as sandbox:
            wait_until(sandbox.is_up, "the network is up", 60)
            yield sandbox
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _database_url() -> str:
    known = connection.settings_dict
    user, password = known["USER"], f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    place = f"?host={known['HOST']}" + (f"&port={known['PORT']}" if known["PORT"] else "")
    return f"postgresql://{user}{password}@/{known['NAME']}{place}"


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Traffic:
    """How many requests the web server is answering, and since when it has been quiet."""

    CALM = 0.3  # a page that closes still says that its reader has left

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0
        self._changed_at = time.monotonic()
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def begin(self) -> None:
        """Count anew: a request that another test made without a server, and that broke off, is nobody's to wait for."""
        with self._lock:
            self._under_way = 0

    def is_over(self) -> bool:
        """Nothing is under way, and nothing has been for a moment."""
        with self._lock:
            return self._under_way <= 0 and time.monotonic() - self._changed_at > self.CALM

    def _started(self, **_: object) -> None:
        self._count(1)

    def _finished(self, **_: object) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        with self._lock:
            self._under_way += step
            self._changed_at = time.monotonic()


def close_connections() -> None:
    """Let go of the database, so that the next test may empty it."""
    connections.close_all()

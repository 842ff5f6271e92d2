"""The processes of the house on the bench's own database, as they run in production, and how to come in."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from webcare.lib.processes import die_with_parent
from webcare.team.person import Person

HOST = "127.0.0.1"
PATIENCE = 60.0
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class House:
    """Where it is, and its processes by name."""

    web_port: int
    live_port: int
    processes: dict[str, subprocess.Popen[bytes]]

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self.web_port}"


@contextmanager
def open_house(*names: str, prepared: bool = False, web_port: int = 0) -> Iterator[House]:
    """Start some of web, live and worker; they end with the block.

    `prepared`: with collected files, as in production. `web_port`: where networks will call, if that is settled already.
    """
    allow_many_connections()
    web, live = _free_ports()
    web = web_port or web
    environment = {"WEBCARE_BASE_URL": f"http://{HOST}:{web}", "WEBCARE_LIVE_PORT": str(live), "WEBCARE_LOG": "ERROR"}
    environment["WEBCARE_PAGES_A_MINUTE"] = "0"  # few people ask here for as much as hundreds would
    words = {
        "web": ["web", "--host", HOST, "--port", str(web)],
        "live": ["live", "--host", HOST, "--port", str(live)],
        "worker": ["worker"],
    }
    if prepared:
        environment["WEBCARE_STATIC_COLLECTED"] = "1"
        subprocess.run([sys.executable, "-m", "webcare", "prepare"], env={**os.environ, **environment}, check=True)
    house = House(web, live, {})
    try:
        for name in names:
            house.processes[name] = _start(words[name], environment)
        for name, address in (("web", f"{house.base}/healthz"), ("live", f"http://{HOST}:{live}/live/healthz")):
            if name in names:
                _wait_for(address, house.processes[name])
        yield house
    finally:
        for process in house.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in house.processes.values():
            process.wait()


def look_at_tables() -> None:
    """Let PostgreSQL know how large the tables are, as it does in any house that is older than a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cookie_of(person: Person) -> str:
    """A session of that person, as the browser would send it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _start(words: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "webcare", *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call
    )


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own http address
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise TimeoutError(f"{address} does not answer.") from None
            time.sleep(0.1)
        else:
            return


def _free_ports() -> tuple[int, int]:
    with socket.create_server((HOST, 0)) as one, socket.create_server((HOST, 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def allow_many_connections() -> None:
    """As many open files as this machine lets us have; each screen is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

"""The whole house for a while: a scratch database, a make-believe network, web, live and worker; nothing of it stays."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from webcare.commands import demo_folder, environment, serve
from webcare.commands.demo import sandbox_child, set_environment, wait_for
from webcare.commands.ports import first_of_our_own, free_port
from webcare.lib.supervisor import Supervisor

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class WholeHouse:
    """Where everything is while it stands."""

    base: str
    sandbox: str
    live_port: int
    logs: Path


@contextmanager
def whole_house(options: argparse.Namespace, name: str) -> Iterator[WholeHouse]:
    """Stands beside whatever else runs here, and is gone after the block. Models may be loaded within it."""
    with tempfile.TemporaryDirectory(prefix=f"webcare-{name}-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        folder.chmod(0o711)
        demo_folder.claim(folder)
        options.data, options.host, options.reload = folder, HOST, False
        os.environ.pop("DATABASE_URL", None)
        web = free_port(HOST, first_of_our_own())
        live = free_port(HOST, web + 1)
        set_environment(options, folder, web, live, free_port(HOST, live + 1))
        with environment.ready(options) as database, Supervisor(database) as supervisor:
            logs = environment.keep_to_ourselves(folder / "logs")
            _open(supervisor, folder, logs, (web, live))
            django.setup()
            yield WholeHouse(os.environ["WEBCARE_BASE_URL"], os.environ["WEBCARE_SANDBOX_LOCAL"], live, logs)


def _open(supervisor: Supervisor, folder: Path, logs: Path, ports: tuple[int, int]) -> None:
    environment.mark_as_demo()
    os.environ["WEBCARE_DEMO"] = "1"
    os.environ["WEBCARE_PAGES_A_MINUTE"] = "0"  # one agent answers here as fast as a hundred would
    supervisor.start(sandbox_child(HOST, folder, logs))
    wait_for(supervisor, f"{os.environ['WEBCARE_SANDBOX_LOCAL']}/healthz")
    serve.prepare(supervisor)
    for child in serve.house(HOST, *ports, logs=logs):
        supervisor.start(child)
    wait_for(supervisor, f"http://{HOST}:{ports[0]}/")

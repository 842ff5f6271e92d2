"""`webcare soak`: ordinary work for as long as one likes, with everything counted."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import django

from webcare.commands import demo_folder, environment, serve
from webcare.commands.demo import sandbox_child, set_environment, wait_for
from webcare.commands.ports import free_port
from webcare.lib.supervisor import Supervisor

HELP = "work hard for some minutes and count whether anything was lost"
MANUAL = """\
Starts a scratch database, a make-believe network and the whole house beside whatever else runs here. Customers post 200 times
a second, agents answer through the pages, 300 screens listen. Every five minutes what was sent is counted against what
arrived, and the memory of all processes is told; in the end its slope. Exit status 0 only if nothing is missing. Nothing of
it stays."""
HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long."""
    parser.add_argument("--minutes", type=float, default=30.0, metavar="N", help="how long (default: %(default)g)")


def run(options: argparse.Namespace) -> int:
    """Work, count, tell."""
    with tempfile.TemporaryDirectory(prefix="webcare-soak-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        folder.chmod(0o711)
        demo_folder.claim(folder)
        options.data, options.host, options.reload = folder, HOST, False
        os.environ.pop("DATABASE_URL", None)
        web = free_port(HOST, 10_000 + os.getpid() % 20_000)  # below those that clients get; two at once do not meet
        live = free_port(HOST, web + 1)
        set_environment(options, folder, web, live, free_port(HOST, live + 1))
        with environment.ready(options) as database, Supervisor(database) as supervisor:
            return _soak(supervisor, options, folder, (web, live))


def _soak(supervisor: Supervisor, options: argparse.Namespace, folder: Path, ports: tuple[int, int]) -> int:
    logs = environment.keep_to_ourselves(folder / "logs")
    environment.mark_as_demo()
    os.environ["WEBCARE_DEMO"] = "1"
    supervisor.start(sandbox_child(HOST, folder, logs))
    wait_for(supervisor, f"{os.environ['WEBCARE_SANDBOX_LOCAL']}/healthz")
    serve.prepare(supervisor)
    for child in serve.house(HOST, *ports, logs=logs):
        supervisor.start(child)
    wait_for(supervisor, f"http://{HOST}:{ports[0]}/")
    django.setup()
    from webcare.bench.house import allow_many_connections  # noqa: PLC0415 - needs the settings
    from webcare.bench.soak import soak  # noqa: PLC0415 - needs the models

    allow_many_connections()
    base, sandbox = os.environ["WEBCARE_BASE_URL"], os.environ["WEBCARE_SANDBOX_LOCAL"]
    lost = soak(options.minutes, base, ports[1], sandbox, lambda line: print(line, flush=True))
    if lost:
        print(f"{lost} are missing or there twice.")
    return 1 if lost else 0

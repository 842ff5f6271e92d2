"""`webcare web`: pages and hooks, by Django in a pool of threads behind a door under Granian."""

from __future__ import annotations

import argparse
import os

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from webcare.commands import environment
from webcare.commands.doorway import HOOK_THREADS
from webcare.lib.logs import configuration

HELP = "serve the pages and take in what the networks send"
MANUAL = """\
Serves pages and hooks. Start it behind a reverse proxy that ends TLS and brings /live/ to `webcare live`, on as many
machines as you like; `webcare prepare` has to have run once after each update. `webcare serve` does all of that on one."""
THREADS = HOOK_THREADS + min(6, 2 * (os.cpu_count() or 1) - 1)  # each has a connection to the database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many hands."""
    environment.add_arguments(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="for more than one processor (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=THREADS, help="threads in each process (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    os.environ["WEBCARE_PROCESS"] = "web"
    with environment.ready(options):
        os.environ["WEBCARE_THREADS"] = str(options.threads)
        os.environ.setdefault("WEBCARE_BASE_URL", f"http://{options.host}:{options.port}")
        Granian(
            "webcare.commands.doorway:open_door",
            factory=True,
            address=options.host,
            port=options.port,
            interface=Interfaces.ASGINL,
            workers=options.processes,
            backlog=1024,
            backpressure=512,  # requests that are on their way in or out; they hold no thread
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=15,
            log_level=LogLevels.warning,
            log_dictconfig=configuration(),
        ).serve()
    return 0

"""`webcare serve`: web, live and worker on one machine, each started again when it crashes, all ended together."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from logging.config import dictConfig
from pathlib import Path
from urllib.parse import urlsplit

from webcare.commands import environment
from webcare.commands.ports import names_of, reached_as
from webcare.commands.trouble import Trouble
from webcare.lib.logs import configuration
from webcare.lib.supervisor import Child, Supervisor

HELP = "run all of webcare on this machine"
MANUAL = """\
Prepares database and static files, then runs web, live and worker, and a PostgreSQL where DATABASE_URL names none. What
crashes is started again. Ctrl-C or SIGTERM ends everything; work that is under way is finished first.

Behind a reverse proxy: set WEBCARE_BASE_URL to the address that people type, send / to --port and /live/ to the port after
it. Without WEBCARE_BASE_URL, browsers find the live stream on that second port by themselves."""
log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    environment.add_arguments(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port of the pages (default: %(default)s)")
    parser.add_argument("--live-port", type=int, help="port of the live stream (default: the one after --port)")
    parser.add_argument("--web", type=int, default=1, metavar="N", help="processes for pages (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="workers (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    if os.environ.get("WEBCARE_DEMO"):
        raise Trouble("WEBCARE_DEMO is set: anybody could sign in. Unset it, or start `webcare demo`.")
    os.environ["WEBCARE_PRODUCTION"] = "1"
    live_port = options.live_port or options.port + 1
    address_environment(options.host, options.port, live_port)
    dictConfig(configuration())
    with environment.ready(options) as database, Supervisor(database, log.warning) as supervisor:
        prepare(supervisor)
        for child in house(options.host, options.port, live_port, web=options.web, workers=options.workers):
            supervisor.start(child)
        print(f"webcare serves {os.environ['WEBCARE_BASE_URL']}", flush=True)
        supervisor.run()
    return 0


def address_environment(host: str, port: int, live_port: int) -> None:
    """Tell the processes by which address people reach them; without a proxy, the live stream has a port of its own."""
    if "WEBCARE_BASE_URL" not in os.environ:
        os.environ["WEBCARE_BASE_URL"] = f"http://{reached_as(host)}:{port}"
        os.environ.setdefault("WEBCARE_LIVE_PORT", str(live_port))
    os.environ.setdefault("WEBCARE_HOSTS", " ".join([*names_of(host), *_name_typed()]))


def prepare(supervisor: Supervisor, words: Sequence[str] = ()) -> None:
    """Run `webcare prepare` to its end."""
    if not os.environ.get("WEBCARE_DEBUG"):  # while somebody edits them, files are taken from where they are
        os.environ["WEBCARE_STATIC_COLLECTED"] = "1"
    if supervisor.finish([*webcare("prepare"), *words]):
        raise Trouble("The preparation failed; what it said stands above.")


def house(
    host: str, port: int, live_port: int, *, web: int = 1, workers: int = 1, logs: Path | None = None
) -> list[Child]:
    """The processes of the house."""

    def child(name: str, *words: str) -> Child:
        log = logs / f"{name.replace(' ', '-')}.log" if logs else None
        return Child(name, [*webcare(name.split(maxsplit=1)[0]), *words], log=log)

    return [
        child("web", "--host", host, "--port", str(port), "--processes", str(web)),
        child("live", "--host", host, "--port", str(live_port)),
        *(child("worker" if number == 1 else f"worker {number}") for number in range(1, workers + 1)),
    ]


def webcare(command: str) -> list[str]:
    """The words that start one of our own commands."""
    return [sys.executable, "-m", "webcare", command]


def _name_typed() -> list[str]:
    return [name] if (name := urlsplit(os.environ["WEBCARE_BASE_URL"]).hostname) else []

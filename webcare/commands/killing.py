"""The house of `webcare bench kill`: its addresses before Django reads them, and its orders."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from webcare.commands import environment
from webcare.commands.demo import sandbox_child, set_environment
from webcare.commands.ports import first_of_our_own, free_port
from webcare.lib.postgres import Server

if TYPE_CHECKING:
    from webcare.bench.measure import Measure
    from webcare.bench.stage import Stage

NAME = "kill"
HOST = "127.0.0.1"
KILLS, DATABASE_KILLS = 1000, 100
ATTEMPTS = 1000  # real networks bring an event again for hours or days
QUICK_KILLS, QUICK_DATABASE_KILLS = 20, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often what is killed."""
    parser.add_argument(
        "--kills", type=int, metavar="N", help=f"kill: how often one of ours ({KILLS}, with --quick {QUICK_KILLS})"
    )
    parser.add_argument(
        "--database-kills",
        type=int,
        metavar="N",
        help=f"kill: how often PostgreSQL ({DATABASE_KILLS}, with --quick {QUICK_DATABASE_KILLS})",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="kill: begins all that is left to chance")


def staged(folder: Path, web_port: int, *more: str) -> Stage:
    """The make-believe networks of a bench, with what else is said to them."""
    from webcare.bench.stage import Stage  # noqa: PLC0415 - after the settings

    logs = environment.keep_to_ourselves(folder / "logs")
    sandbox = sandbox_child(HOST, folder, logs)
    return Stage((*sandbox.words, *more), os.environ["WEBCARE_SANDBOX_LOCAL"], web_port, logs / "house.log")


def prepare(options: argparse.Namespace, folder: Path) -> int:
    """Say in the environment where everything will be; the port of the pages."""
    options.host, options.reload = HOST, False
    web = free_port(HOST, first_of_our_own())
    set_environment(options, folder, web, free_port(HOST, web + 1), free_port(HOST, web + 2))
    return web


def measured(options: argparse.Namespace, folder: Path, server: Server | None, web_port: int) -> list[Measure]:
    """Kill as ordered; what was lost."""
    from webcare.bench.kill import Orders, Place, measure  # noqa: PLC0415 - needs the models

    if server is None:
        raise RuntimeError("Only a server of our own may be killed.")
    kills, database_kills = (QUICK_KILLS, QUICK_DATABASE_KILLS) if options.quick else (KILLS, DATABASE_KILLS)
    orders = Orders(
        kills=kills if options.kills is None else options.kills,
        database_kills=database_kills if options.database_kills is None else options.database_kills,
        seed=secrets.randbelow(1_000_000) if options.seed is None else options.seed,
    )
    print(f"The seed is {orders.seed}.", file=sys.stderr, flush=True)
    stage = staged(folder, web_port, "--webhook-attempts", str(ATTEMPTS))
    return measure(Place(stage.sandbox, stage.sandbox_url, stage.web_port, stage.log, server), orders)

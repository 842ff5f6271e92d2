"""`webcare soak`: ordinary work for as long as one likes, with everything counted."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from webcare.commands.whole_house import whole_house

HELP = "work hard for some minutes and count whether anything was lost"
MANUAL = """\
Starts a scratch database, a make-believe network and the whole house beside whatever else runs here. Customers post 200 times
a second (or as often as --rate says), agents answer through the pages, 300 screens listen. Every five minutes posting pauses:
how many posts a second there really were, how many of them were not yet messages and since when, and what was sent is counted
against what arrived. Where customers or the house fell behind, a line says so. In the end the memory of all processes and its
slope. Exit status 0 only if nothing is missing. Nothing of it stays."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long, and how hard."""
    parser.add_argument("--minutes", type=float, default=30.0, metavar="N", help="how long (default: %(default)g)")
    parser.add_argument("--rate", type=float, default=200.0, metavar="N", help="posts a second (default: %(default)g)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")


def run(options: argparse.Namespace) -> int:
    """Work, count, tell."""
    began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251 - when it was measured, by the machine's clock
    meanwhile = sys.stderr if options.json else sys.stdout
    with whole_house(options, "soak") as house:
        from webcare.bench import machine, printing  # noqa: PLC0415 - needs the models
        from webcare.bench.house import allow_many_connections  # noqa: PLC0415 - needs the settings
        from webcare.bench.soak import soak  # noqa: PLC0415 - needs the models

        allow_many_connections()
        here = machine.this_machine(began)
        tally = soak(
            options.minutes, options.rate, house.base, house.live_port, house.sandbox,
            lambda line: print(line, file=meanwhile, flush=True),
        )  # fmt: skip
    show = printing.as_json if options.json else printing.as_table
    print(show("soak", here, tally.measures()))
    return 1 if tally.lost else 0

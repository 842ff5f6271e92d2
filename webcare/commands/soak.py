"""`webcare soak`: ordinary work for as long as one likes, with everything counted."""

from __future__ import annotations

import argparse

from webcare.commands.whole_house import whole_house

HELP = "work hard for some minutes and count whether anything was lost"
MANUAL = """\
Starts a scratch database, a make-believe network and the whole house beside whatever else runs here. Customers post 200 times
a second, agents answer through the pages, 300 screens listen. Every five minutes what was sent is counted against what
arrived, and the memory of all processes is told; in the end its slope. Exit status 0 only if nothing is missing. Nothing of
it stays."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long."""
    parser.add_argument("--minutes", type=float, default=30.0, metavar="N", help="how long (default: %(default)g)")


def run(options: argparse.Namespace) -> int:
    """Work, count, tell."""
    with whole_house(options, "soak") as house:
        from webcare.bench.house import allow_many_connections  # noqa: PLC0415 - needs the settings
        from webcare.bench.soak import soak  # noqa: PLC0415 - needs the models

        allow_many_connections()
        lost = soak(options.minutes, house.base, house.live_port, house.sandbox, lambda line: print(line, flush=True))
    if lost:
        print(f"{lost} are missing or there twice.")
    return 1 if lost else 0

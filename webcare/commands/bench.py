"""`webcare bench NAME`: measures one thing on a scratch database, beside what the bare machine can do."""

from __future__ import annotations

import argparse
import math
import os
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import django

from webcare.bench.measure import Measure, at_most
from webcare.commands import killing
from webcare.commands.progress import progress
from webcare.commands.scratch import scratch

HELP = "measure how fast webcare is on this machine"
BENCHES = {
    "ingest": "messages a second from a signed event to a row before an agent, beside bare inserts",
    "desk": "the pages of the desk on a million messages, beside their bare statements",
    "claim": "fifty agents who press Next together",
    "live": "from a change to 300, then to 1,000 open screens, while connections break",
    "first-page": "bytes, requests and time of the first page in a browser that knows nothing",
    "memory": "what the processes of the demo take of the memory",
    "networks": "events that each network's adapter understands and answers that it sends, and a mixed stream beside X alone",
    "kill": "whether anything is lost or there twice while everything is killed at random",
}
READERS = {
    "guards": "how many secrets in a labelled set of texts are found, and how many that are none",
    "floor": "how well people's time is used, on simulated weeks, beside other policies and two bounds",
    "decision": "one decision of the routing with 10,000 waiting and 200 people",
}
"""Those that need no database: they measure what is decided from facts alone."""
STAGED = {killing.NAME, "networks"}  # with make-believe networks beside them
MANUAL = """\
Measures one thing and prints a table: what was measured, what the bare machine did in the same run, and whether the goal is
met. It works in a scratch database (on the server of DATABASE_URL where that is set, else on a PostgreSQL of its own) and
leaves nothing behind. The exit status is 0 whatever was measured. docs/benchmarks.md tells what each figure means."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure, and how thoroughly."""
    benches = BENCHES | READERS
    told = "; ".join(f"{name}: {what}" for name, what in benches.items())
    parser.add_argument("name", choices=benches, metavar="NAME", help=told)
    parser.add_argument("--quick", action="store_true", help="a rough run, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="floor: also draws each policy's mean, as SVG")
    killing.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Measure, then print."""
    os.environ.setdefault("WEBCARE_LOG", "WARNING")
    began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251 - when it was measured, by the machine's clock
    if options.name in READERS:
        return _read(options, began)
    kills = options.name == killing.NAME
    if kills:
        os.environ.pop("DATABASE_URL", None)  # only a server of our own may be killed
    with scratch(options) as (folder, server):
        port = killing.prepare(options, folder) if options.name in STAGED else 0
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - needs the settings
        from django.db import connection  # noqa: PLC0415 - the same

        from webcare.bench import company, machine, printing  # noqa: PLC0415 - need the models

        with progress("Making the tables"):
            call_command("migrate", verbosity=0, interactive=False)
        here = machine.this_machine(began)
        with progress(f"Measuring {options.name}"):
            if kills:
                measures = attempted(partial(killing.measured, options, folder, server, port))
            elif options.name in STAGED:
                bench = import_module(f"webcare.bench.{options.name}")
                measures = attempted(partial(bench.measure, killing.staged(folder, port), quick=options.quick))
            else:
                bench = import_module(f"webcare.bench.{options.name.replace('-', '_')}")
                measures = attempted(lambda: bench.measure(company.found(), quick=options.quick))
        connection.close()
    show = printing.as_json if options.json else printing.as_table
    print(show(options.name, here, measures))
    return 0


def attempted(measure: Callable[[], list[Measure]]) -> list[Measure]:
    """A bench that fails says so in a row that is not met, and in the terminal where; it ends as any other."""
    try:
        return measure()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this run has found
        traceback.print_exc()
        return [Measure(f"failed: {type(error).__name__}: {error}"[:200], math.nan, "", goal=at_most(0))]


def _read(options: argparse.Namespace, began: str) -> int:
    """Let what needs no database decide about what is made up for it."""
    from webcare.bench import machine, picture, printing  # noqa: PLC0415 - the others need the models, and come in with them

    with progress(f"Measuring {options.name}"):
        measures = attempted(partial(import_module(f"webcare.bench.{options.name}").measure, quick=options.quick))
    if options.chart and options.name == "floor":
        options.chart.write_text(picture.drawn(measures, "load .80"), encoding="utf-8")
    show = printing.as_json if options.json else printing.as_table
    print(show(options.name, machine.this_machine(began, database=False), measures))
    return 0

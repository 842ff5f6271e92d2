"""`webcare worker`: receipts, deliveries, clocks and every other rhythm of the timetable, each in a thread of its own."""

from __future__ import annotations

import argparse
import os

import django

from webcare.commands import environment
from webcare.lib.logs import heed_strays

HELP = "do the work that waits: receive, deliver, keep the clocks"
MANUAL = """\
Receives what the networks sent, delivers what agents wrote, fires the clocks and does everything else in
webcare/timetable.py. Start as many as you like, on as many machines as you like: every piece of work is claimed by one of
them, and taken over by another when that one dies. Stop it with SIGTERM; it finishes what it has begun."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""
    environment.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    os.environ["WEBCARE_PROCESS"] = "worker"
    with environment.ready(options):
        django.setup()
        heed_strays()
        from webcare.commands.working import work  # noqa: PLC0415 - the rooms need the models
        from webcare.timetable import stations  # noqa: PLC0415 - the same

        work(stations())
    return 0

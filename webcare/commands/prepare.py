"""`webcare prepare`: bring the database up to date, collect the static files, and fill an empty demo."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

import django
from django.core.management import call_command
from django.db import connection

from webcare.commands import environment
from webcare.commands.migrating import is_behind, newest
from webcare.commands.progress import progress
from webcare.commands.trouble import Trouble
from webcare.lib.tables import is_set_aside

HELP = "bring database and static files up to date, once after an update"
MANUAL = """\
Migrates the database and collects the static files under names that carry their content. Run it after every update and
before web, live and worker; `webcare serve` and `webcare demo` do so by themselves. Running it again harms nothing."""
ADVISORY_LOCK = 0x77656263617265  # "webcare": machines that are updated at the same time take turns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--seed` is what the demo asks for."""
    environment.add_arguments(parser)
    parser.add_argument("--seed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Do what is left to do."""
    os.environ["WEBCARE_STATIC_COLLECTED"] = "1"
    with environment.ready(options):
        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        if is_set_aside(connection.connection):
            raise Trouble("A restore was interrupted. Run `webcare restore` again; it first puts back what was there.")
        if is_behind():
            with progress("Making the tables"):
                newest()
        with progress("Collecting the style sheets and scripts"):
            call_command("collectstatic", verbosity=0, interactive=False)
        if options.seed:
            from webcare.demo.seeding import seed  # noqa: PLC0415 - needs the models

            with progress("Filling the demo with two weeks of conversations"):
                _seed(seed)
    return 0


def _seed(seed: Callable[[], None]) -> None:
    try:
        seed()
    except TimeoutError as error:
        raise Trouble(str(error)) from error

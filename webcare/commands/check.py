"""`webcare check`: look at settings, database and folders before users do, and say what would hurt."""

from __future__ import annotations

import argparse
import os

import django
from django.conf import settings
from django.core import checks

from webcare.commands import environment

HELP = "look for settings that would hurt"
MANUAL = """\
Looks at the settings in the environment. With --deploy also at whether they are fit for production: addresses, keys, mail,
folders and the database, webcare's own checks and Django's. Each finding has an id and a hint; the exit status is 1 when
there is any. WEBCARE_SILENCED_CHECKS names ids that you have decided to live with."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much to look at."""
    environment.add_arguments(parser)
    parser.add_argument("--deploy", action="store_true", help="is it fit for production?")


def run(options: argparse.Namespace) -> int:
    """Say everything that was found."""
    os.environ.setdefault("WEBCARE_PROCESS", "web")  # it sees the database as the pages do
    with environment.ready(options):
        django.setup()
        found = [one for one in checks.run_checks(include_deployment_checks=options.deploy) if not one.is_silenced()]
        for one in sorted(found, key=lambda each: (-each.level, str(each.id))):
            print(f"{one.id}: {one.msg}")
            print(f"    {one.hint}" if one.hint else "", end="\n" if one.hint else "")
        silenced = [name for name in settings.SILENCED_SYSTEM_CHECKS if name.startswith("webcare.")]
        kept_quiet = f" ({', '.join(silenced)} silenced)" if silenced else ""
        print(f"{len(found)} things to look at{kept_quiet}." if found else f"Nothing that would hurt{kept_quiet}.")
    return 1 if found else 0

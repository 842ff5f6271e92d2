"""`webcare manage …`: Django's own chores, with webcare's database and settings."""

from __future__ import annotations

import argparse
import sys

from django.core.management import execute_from_command_line

from webcare.commands import environment

HELP = "Django's own chores: migrate, createsuperuser, shell, dbshell …"
MANUAL = "Runs one of Django's commands. `webcare manage help` lists them."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All that follows belongs to Django."""
    parser.set_defaults(data=None)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…")


def run(options: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    words = sys.argv[sys.argv.index("manage") + 1 :] if "manage" in sys.argv else options.words
    with environment.ready(options):
        execute_from_command_line(["webcare manage", *words])
    return 0

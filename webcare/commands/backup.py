"""`webcare backup`: the whole installation as one encrypted file, while everything goes on."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings

from webcare.commands import environment
from webcare.commands.progress import progress
from webcare.commands.trouble import Trouble
from webcare.lib.backup import write

HELP = "put the whole installation into one encrypted file"
MANUAL = """\
Writes the database as of one moment, and the files of customers and agents, into one encrypted file. Everything goes on
meanwhile. TO is the file to make, or a folder, in which it gets a name with the date. It is encrypted with the first of
WEBCARE_SECRET_KEYS. The keys are not in it: keep them elsewhere, as long as you keep the backup; without them nobody can
read it, you neither. `webcare restore` brings it back."""
SUFFIX = ".backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how many to keep."""
    environment.add_arguments(parser)
    parser.add_argument("to", type=Path, metavar="TO", help="a file to be made, or a folder")
    parser.add_argument("--keep", type=int, metavar="N", help="in a folder: remove all but the newest N afterwards")


def run(options: argparse.Namespace) -> int:
    """Write it."""
    if options.keep is not None and (options.keep < 1 or not options.to.is_dir()):
        raise Trouble("--keep wants a number from 1, and a folder that is there.")
    with environment.ready(options):
        django.setup()
        from webcare.lib.now import real_now  # noqa: PLC0415 - needs Django

        at = real_now()
        target = _target(options.to, at)
        try:
            with progress("Writing the backup"):
                tally = write(target, os.environ["DATABASE_URL"], settings.DATA / "files", settings.SECRET_KEY, at)
        except OSError as error:
            raise Trouble(f"The backup could not be written to {target}: {error.strerror or error}.") from error
    print(f"{target}: {tally}, {target.stat().st_size / 1_000_000:.1f} MB. The keys are not in it.")
    for old in _made(options.to)[: -options.keep] if options.keep else []:
        old.unlink()
        print(f"{old} was removed.")
    return 0


def _target(to: Path, at: datetime) -> Path:
    if to.is_dir():
        return to / f"webcare-{at:%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    if to.exists():
        raise Trouble(f"{to} is there already, and was left alone. Give another name, or a folder.")
    return to


def _made(folder: Path) -> list[Path]:
    """The backups in a folder by their date, oldest first."""
    return sorted(folder.glob(f"webcare-*{SUFFIX}"))

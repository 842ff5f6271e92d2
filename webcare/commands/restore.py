"""`webcare restore`: a backup becomes an installation again, all of it or nothing of it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django
import psycopg
from django.conf import settings
from django.db import connections

from webcare.commands import environment
from webcare.commands.exchanging import exchanged, recover
from webcare.commands.migrating import bring_to, newest, unknown_here
from webcare.commands.prepare import ADVISORY_LOCK
from webcare.commands.progress import progress
from webcare.commands.trouble import Trouble
from webcare.lib import keys
from webcare.lib.backup import Beginning
from webcare.lib.restore import CannotRestore, inspect, load
from webcare.lib.tables import SPOKEN, Connection, has_rows, rows_aside

if TYPE_CHECKING:
    from webcare.keeping.erasure import Erasure

HELP = "bring a backup back"
MANUAL = """\
Reads the whole backup first; then fills an empty database and an empty folder of files with it, and brings its tables up
to date. A database that holds anything is left alone, unless --replace says that it may go. If anything fails, what was
there before stands again. Needs the key that the backup was made with in WEBCARE_SECRET_KEYS (several may stand there),
and that nothing else of webcare runs meanwhile. Everybody signs in anew afterwards."""
_OTHERS = """
SELECT string_agg(DISTINCT coalesce(nullif(application_name, ''), 'no name'), ', ') FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one, and how far to go."""
    environment.add_arguments(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="what `webcare backup` made")
    parser.add_argument("--check", action="store_true", help="only read it through and say what is in it")
    parser.add_argument("--replace", action="store_true", help="what the database and the folder hold now may go")


def run(options: argparse.Namespace) -> int:
    """Check, then restore."""
    _want_keys(options)
    with environment.ready(options, any_key=True):
        django.setup()
        try:
            with progress("Reading the backup through"):
                beginning, tally = inspect(options.file, settings.WEBCARE_SECRET_KEYS)
            print(f"{options.file}: made {beginning.made_at} by webcare {beginning.version}; {tally}.")
            if not options.check:
                _restore(options, beginning)
        except CannotRestore as error:
            raise Trouble(str(error)) from error
    return 0


def _restore(options: argparse.Namespace, beginning: Beginning) -> None:
    from webcare.keeping.erasing import erase_again  # noqa: PLC0415 - needs the models

    if later := unknown_here(beginning.migrations):
        raise Trouble(
            f"The backup was made by webcare {beginning.version}, which is newer than this one (it knows "
            f"{later[0]}). Install that version, then restore."
        )
    with _alone() as connection:
        recover(connection, settings.DATA)
        if not options.replace and (has_rows(connection) or _any_file(settings.DATA / "files")):
            raise Trouble(
                "The database or the folder of files is not empty, so nothing was restored. Give an empty database and "
                "another --data, or say --replace: then what is there now goes."
            )
        with exchanged(connection, settings.DATA) as files:
            with progress("Making the tables as they were"):
                bring_to(beginning.migrations)
            with progress("Filling the tables"):
                loaded = load(connection, options.file, settings.WEBCARE_SECRET_KEYS, beginning, files)
            with progress("Bringing the tables up to date"):
                newest()
            _want_all_keys()
            known = _erased_since(connection)
        again = erase_again(known)  # their files, too, so after those are in their place
    print(f"Restored: {loaded}. Everybody has to sign in again.")
    if again:
        print(f"{again} handles of customers who were erased since then are erased again.")


@contextmanager
def _alone() -> Iterator[Connection]:
    """A connection that nobody else's work can disturb."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(SPOKEN)
        others = connection.execute(_OTHERS).fetchone()
        locked = connection.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK]).fetchone()
        if (others and others[0]) or not (locked and locked[0]):
            raise Trouble(
                f"The database is in use ({others[0] if others and others[0] else 'webcare prepare'}). Stop webcare and "
                f"whatever else is connected, then try again. Nothing was touched."
            )
        yield connection


def _want_keys(options: argparse.Namespace) -> None:
    """A key that is made up now would open nothing."""
    kept = (options.data or environment.data_home()).expanduser() / "secret-key"
    if not (keys.given() or kept.exists()):
        raise Trouble(
            f"The keys come first: set WEBCARE_SECRET_KEYS, or put the file `secret-key` of the old installation at "
            f"{kept}. They are not in the backup."
        )


def _want_all_keys() -> None:
    """The key of the file is there; were there others that wrote secrets in the database?"""
    connections.close_all()
    try:
        keys.check(os.environ["DATABASE_URL"], keys.given())
    except keys.WrongKey as error:
        raise Trouble(str(error)) from None


def _erased_since(connection: Connection) -> list[Erasure]:
    """Whoever asked to be forgotten: as the file says, and as the tables said that were here before."""
    from webcare.keeping.erasure import FILE, Erasure, read  # noqa: PLC0415 - needs the models

    aside = [Erasure(digest=digest, erased_at=at) for digest, at in rows_aside(connection, Erasure._meta.db_table)]
    return [*read(settings.DATA / FILE), *aside, *Erasure.objects.all()]


def _any_file(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))

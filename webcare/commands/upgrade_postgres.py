"""`webcare upgrade-postgres`: bring the embedded PostgreSQL's data from an older major version to the one that we have now."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from webcare.commands import environment, restore
from webcare.commands.progress import progress
from webcare.commands.trouble import Trouble
from webcare.lib import keys
from webcare.lib.backup import write
from webcare.lib.postgres import Server

HELP = "bring the data of an older embedded PostgreSQL to the one that comes with webcare now"
MANUAL = """\
Only for installations without DATABASE_URL. The data folder of one major version of PostgreSQL cannot be read by another. This
starts the old one once more, with its own programs, takes a backup, fills a new folder with it, and keeps the old folder and
the backup beside it until you remove them. Whatever fails leaves the old folder where it was. Stop webcare first."""
PLACES = ("/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin", "/opt/homebrew/opt/postgresql@{}/bin")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the old programs are."""
    environment.add_arguments(parser)
    parser.add_argument("--programs", type=Path, metavar="FOLDER", help="where `postgres` of the old version is")


def run(options: argparse.Namespace) -> int:
    """Take out, fill in."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("DATABASE_URL is set: that PostgreSQL is not ours to upgrade. Nothing was done.")
    data = environment.prepare_folder(options.data or environment.data_home())
    folder = data / "postgres"
    version = _version(folder)
    environment.keep_secret_key(data)
    taken = data / f"from-postgresql-{version}.backup"
    former = data / f"postgres-{version}"
    if former.exists() or taken.exists():
        raise Trouble(
            f"{former} or {taken.name} beside it is there already, from an earlier try. Move them away first."
        )
    with progress(f"Taking everything out of PostgreSQL {version}"):
        _take_out(folder, options.programs or _programs(version), taken, data)
    with _moved(folder, former):
        options.file, options.check, options.replace = taken, False, True  # the files in the folder are the same ones
        os.environ.pop("DATABASE_URL", None)
        restore.run(options)
    print(f"Everything is in the new one. {former} and {taken.name} are kept until you remove them.")
    return 0


def _take_out(folder: Path, programs: Path, taken: Path, data: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcare.settings")
    server = Server(folder, others=programs)
    server.start()
    try:
        os.environ["DATABASE_URL"] = server.url(environment.DATABASE)
        keys.check(os.environ["DATABASE_URL"], keys.given())
        write(taken, os.environ["DATABASE_URL"], data / "files", keys.given()[0], datetime.now(UTC))  # noqa: TID251 - Django, whose clock has a table, is not there yet
    except (psycopg.Error, keys.WrongKey) as error:
        raise Trouble(f"Nothing was changed. {error}") from error
    finally:
        server.stop()
        os.environ.pop("DATABASE_URL", None)


@contextmanager
def _moved(folder: Path, former: Path) -> Iterator[None]:
    """The old folder is out of the way; back again if anything fails."""
    folder.rename(former)
    try:
        yield
    except BaseException:
        if folder.exists():
            folder.rename(folder.with_name("postgres-unfinished"))
        former.rename(folder)
        raise


def _version(folder: Path) -> str:
    stamp = folder / "PG_VERSION"
    if not stamp.exists():
        raise Trouble(f"There is no embedded PostgreSQL in {folder}.")
    return stamp.read_text().strip()


def _programs(version: str) -> Path:
    for place in PLACES:
        if (Path(place.format(version)) / "postgres").exists():
            return Path(place.format(version))
    raise Trouble(
        f"The programs of PostgreSQL {version} are not on this machine. On Debian: apt-get install postgresql-{version}. "
        f"Elsewhere say where they are: --programs FOLDER."
    )

"""What every process needs before Django reads its settings: a data folder, secret keys, a database."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from webcare.commands.trouble import Trouble
from webcare.lib import keys, memory
from webcare.lib.postgres import Server

DATABASE = "webcare"
DEMO_MARK = "webcare demo"  # kept as the comment on the database, so that it cannot be lost or copied by mistake


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The one option that all processes have."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=f"where files are kept (default: {data_home()})")


def data_home() -> Path:
    """The data folder when nobody names one: the user's, or the machine's when root runs us."""
    if given := os.environ.get("WEBCARE_DATA"):
        return Path(given)
    if os.geteuid() == 0:
        return Path("/var/lib/webcare")  # the embedded PostgreSQL may not run as root, and cannot look into root's home
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "webcare"


@contextmanager
def ready(options: argparse.Namespace, *, any_key: bool = False) -> Iterator[Server | None]:
    """Set the environment; yields the embedded PostgreSQL where there is one, and stops it if we started it.

    `any_key`: do not look whether the keys fit the database (which a restore is about to replace).
    """
    memory.keep_little()
    data = prepare_folder(options.data or data_home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcare.settings")
    if os.environ.get("DATABASE_URL"):
        _refuse_demo_on_real_data()
        _refuse_wrong_keys(any_key)
        yield None  # several machines may share that database, so keys must be given: settings.py asks for them
        return
    keep_secret_key(data)
    server = Server(data / "postgres")
    server.start()
    try:
        os.environ["DATABASE_URL"] = server.ensure_database(DATABASE)
        _refuse_demo_on_real_data()
        _refuse_wrong_keys(any_key)
        yield server
    finally:
        server.stop()


def go_past_the_pooler() -> None:
    """For chores, which hold locks and sessions: a pooler lends a connection for one transaction."""
    if direct := os.environ.pop("WEBCARE_DIRECT_DATABASE_URL", ""):
        os.environ["DATABASE_URL"] = direct


def mark_as_demo() -> None:
    """Say in an empty database that it is a demo's; a database with somebody's work in it is refused."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        if _has_mark(connection):
            return
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'webcare\\_%%'").fetchone()
        if tables is not None and tables[0]:
            raise Trouble(
                "This database is somebody's real one, so no demo starts on it. Give another DATABASE_URL, or none."
            )
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(DEMO_MARK)))


def _refuse_demo_on_real_data() -> None:
    """One click signs anybody in under demo settings; that must never open real conversations."""
    if not os.environ.get("WEBCARE_DEMO"):
        return
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        if not _has_mark(connection):
            raise Trouble("WEBCARE_DEMO is set, but this database was not made by `webcare demo`. Unset it to go on.")


def _refuse_wrong_keys(any_key: bool) -> None:
    """Work that was done with another key could not be read together with what is there."""
    if any_key or not (found := keys.given()):
        return
    try:
        keys.check(os.environ["DATABASE_URL"], found)
    except keys.WrongKey as error:
        raise Trouble(str(error)) from None


def _has_mark(connection: psycopg.Connection) -> bool:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    row = connection.execute(query).fetchone()
    return row is not None and row[0] == DEMO_MARK


def prepare_folder(data: Path) -> Path:
    """Make the data folder and say in the environment where it is."""
    data = data.expanduser().absolute()
    make_passable(data)
    data.chmod(0o711)
    keep_to_ourselves(data / "files")
    os.environ["WEBCARE_DATA"] = str(data)
    return data


def keep_to_ourselves(folder: Path) -> Path:
    """Make a folder that nobody else on the machine can open, also where it was one that everybody could."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def make_passable(folder: Path) -> None:
    """Make a folder through which others may pass, not look: under root the database runs as another user."""
    for missing in [path for path in (folder, *folder.parents) if not path.exists()][::-1]:
        missing.mkdir(exist_ok=True)
        missing.chmod(0o711)


def keep_secret_key(data: Path) -> None:
    """Make a secret key the first time and keep it beside the data, outside the database."""
    if os.environ.get(keys.KEYS) or os.environ.get(keys.FILE):
        return
    kept = data / "secret-key"
    if not kept.exists():
        written = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(written, "w") as file:
            file.write(secrets.token_urlsafe(48))
    os.environ["WEBCARE_SECRET_KEYS"] = kept.read_text().strip()

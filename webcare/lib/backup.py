"""Write a whole installation into one sealed file: every table as of one moment, and the files beside them.

The keys are not in it. Whoever has the file and not the key has nothing.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import psycopg

import webcare
from webcare.lib.sealed import Sealer
from webcare.lib.tables import SPOKEN, Connection, Table, read_out, sequences, tables

FORMAT = 1
PART = 4 * 1024 * 1024
EFFORT = 3  # of the compression: pictures do not shrink, and text does even so
BEGIN, END, ROWS, FILES = "begin.json", "end.json", "tables", "files"
SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a restore has to know first. `migrations` say which tables there are, `made_at` of which moment it is."""

    format: int
    version: str
    made_at: str
    migrations: list[list[str]]
    tables: dict[str, list[str]]


@dataclass(slots=True)
class Tally:
    """What went in, so that a restore can say that it all came out."""

    rows: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        return f"{sum(self.rows.values())} rows in {len(self.rows)} tables, {self.files} files"


def write(target: Path, dsn: str, files: Path, key: str, at: datetime) -> Tally:
    """Put everything into `target`; it appears under its name only when it is whole and on the disk."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            with Sealer(file, key) as sealer, psycopg.connect(dsn, autocommit=True) as connection:
                tally = _pour(sealer, connection, files, at)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return tally


def _pour(sealer: Sealer, connection: Connection, files: Path, at: datetime) -> Tally:
    packed = cast(BinaryIO, gzip.GzipFile(fileobj=sealer, mode="wb", compresslevel=EFFORT))
    with packed, tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tape:
        connection.execute(SPOKEN)
        connection.execute(SNAPSHOT)
        there, tally = tables(connection), Tally()
        _put(tape, BEGIN, json.dumps(asdict(_beginning(connection, there, at))).encode())
        for table in there:
            tally.rows[table.name] = _put_table(tape, connection, table)
        tally.sequences = sequences(connection)
        connection.execute("COMMIT")
        for path in _below(files):
            _put_file(tape, path, files, tally)
        _put(tape, END, json.dumps(asdict(tally)).encode())
    return tally


def _beginning(connection: Connection, there: list[Table], at: datetime) -> Beginning:
    migrations = [list(row) for row in connection.execute(_MIGRATIONS).fetchall()]
    columns = {table.name: list(table.columns) for table in there}
    return Beginning(FORMAT, webcare.__version__, at.isoformat(timespec="seconds"), migrations, columns)


def _put_table(tape: tarfile.TarFile, connection: Connection, table: Table) -> int:
    total = 0
    for rows, part in read_out(connection, table, PART):
        _put(tape, f"{ROWS}/{table.name}", part)
        total += rows
    return total


def _put_file(tape: tarfile.TarFile, path: Path, files: Path, tally: Tally) -> None:
    """A file that is deleted meanwhile is not missed: its row was purged at this moment."""
    try:
        with path.open("rb") as content:
            entry = tape.gettarinfo(arcname=f"{FILES}/{path.relative_to(files)}", fileobj=content)
            tape.addfile(_anonymous(entry), content)
    except FileNotFoundError:
        return
    tally.files += 1
    tally.bytes += entry.size


def _put(tape: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tape.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who owned it here says nothing elsewhere."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield path

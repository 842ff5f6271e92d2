"""Read a backup: first through to its last byte, and only when all of it is sound into tables and a folder of files."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from webcare.lib.backup import BEGIN, END, FILES, FORMAT, ROWS, Beginning, Tally
from webcare.lib.sealed import PIECE, Damaged, NotSealed, Opener, WrongSeal
from webcare.lib.tables import (
    SPOKEN,
    Connection,
    Table,
    count_on,
    empty,
    hold_references,
    let_go_of_references,
    read_in,
)

BROKEN = (Damaged, EOFError, OSError, KeyError, TypeError, ValueError, zlib.error, tarfile.TarError)


class CannotRestore(Exception):
    """Its text says what is wrong with the backup, and what to do."""


def inspect(path: Path, keys: Sequence[str]) -> tuple[Beginning, Tally]:
    """Read all of it and touch nothing. Raises CannotRestore."""
    found = Tally()
    rows: Counter[str] = Counter()
    with _tape(path, keys) as tape:
        members = iter(tape)
        beginning = _beginning(path, tape, next(members))
        promised: Tally | None = None
        for member in members:
            kind, _, name = member.name.partition("/")
            if kind == ROWS:
                rows[name] += _content(tape, member).count(b"\n")
            elif kind == FILES:
                found.files += 1
                found.bytes += member.size
            elif member.name == END:
                promised = Tally(**json.loads(_content(tape, member)))
    found.rows = {name: rows[name] for name in beginning.tables}
    if promised is None or (promised.rows, promised.files, promised.bytes) != (found.rows, found.files, found.bytes):
        raise CannotRestore(_damaged(path))
    return beginning, promised


def load(connection: Connection, path: Path, keys: Sequence[str], beginning: Beginning, files: Path) -> Tally:
    """Fill the tables, all or none, and the folder `files`; returns how much that was. Raises CannotRestore."""
    connection.execute(SPOKEN)
    there = {name: Table(name, tuple(columns)) for name, columns in beginning.tables.items()}
    loaded = Tally(rows=dict.fromkeys(there, 0))
    with connection.transaction(), _tape(path, keys) as tape:
        references = let_go_of_references(connection)
        empty(connection)
        for member in tape:
            kind, _, name = member.name.partition("/")
            if kind == ROWS:
                loaded.rows[name] += read_in(connection, there[name], _content(tape, member))
            elif kind == FILES:
                loaded.files += 1
                loaded.bytes += _unpack(tape, member, files, name)
            elif member.name == END:
                loaded.sequences = Tally(**json.loads(_content(tape, member))).sequences
        hold_references(connection, references)
        count_on(connection, loaded.sequences)
    return loaded


@contextmanager
def _tape(path: Path, keys: Sequence[str]) -> Iterator[tarfile.TarFile]:
    """The members in order; after the last one everything behind it is read too, which proves that nothing is cut off."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise CannotRestore(f"{path} cannot be read: {error.strerror}.") from error
    with source:
        try:
            opener = io.BufferedReader(Opener(source, keys), PIECE)
            unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=opener, mode="rb"))
            with tarfile.open(fileobj=unpacked, mode="r|") as tape:
                yield tape
            while unpacked.read(PIECE):
                pass
        except NotSealed:
            raise CannotRestore(f"{path} is not a backup that this webcare can read.") from None
        except WrongSeal:
            raise CannotRestore(
                f"{path} was made with another key. Give the one of its time, too: WEBCARE_SECRET_KEYS may hold several."
            ) from None
        except BROKEN as error:
            raise CannotRestore(_damaged(path)) from error


def _beginning(path: Path, tape: tarfile.TarFile, member: tarfile.TarInfo) -> Beginning:
    if member.name != BEGIN:
        raise Damaged
    told = json.loads(_content(tape, member))
    if told.get("format") != FORMAT:
        raise CannotRestore(f"{path} was made by webcare {told.get('version')}, in a form that this one cannot read.")
    return Beginning(**told)


def _content(tape: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = tape.extractfile(member)
    if content is None:
        raise Damaged
    return content.read()


def _unpack(tape: tarfile.TarFile, member: tarfile.TarInfo, files: Path, name: str) -> int:
    parts, content = PurePosixPath(name).parts, tape.extractfile(member)
    if content is None or not parts or ".." in parts or parts[0] == "/":
        raise Damaged
    target = files.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)
    return member.size


def _damaged(path: Path) -> str:
    return f"{path} is damaged: it was cut off or changed after it was made. Nothing was touched. Take another backup."

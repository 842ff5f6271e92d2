"""Exchange what an installation holds for something else, so that a failure or a crash leaves what was there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from webcare.lib.tables import Connection, forget_aside, is_set_aside, put_back, set_aside

FILES, COMING, FORMER = "files", "files.restoring", "files.before-restore"


@contextmanager
def exchanged(connection: Connection, data: Path) -> Iterator[Path]:
    """Tables and files are out of the way inside; yields the folder for the new files. An error puts all back."""
    with connection.transaction():
        set_aside(connection)
    coming = data / COMING
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    try:
        yield coming
        if (data / FILES).exists():
            (data / FILES).rename(data / FORMER)
        coming.rename(data / FILES)
    except BaseException:
        recover(connection, data)
        raise
    with connection.transaction():
        forget_aside(connection)  # from here on the new ones are the ones
    shutil.rmtree(data / FORMER, ignore_errors=True)


def recover(connection: Connection, data: Path) -> None:
    """After an exchange that did not end: put back what waits aside. Nothing happens where nothing does."""
    connections.close_all()  # a transaction that failed half-way would hold what is dropped now
    shutil.rmtree(data / COMING, ignore_errors=True)
    if not is_set_aside(connection):
        shutil.rmtree(data / FORMER, ignore_errors=True)
        return
    if (data / FORMER).exists():
        shutil.rmtree(data / FILES, ignore_errors=True)
        (data / FORMER).rename(data / FILES)
    with connection.transaction():
        put_back(connection)

"""Debian's PgBouncer in transaction mode, in front of a house's database."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.channels.conftest import free_port
from tests.operations.house import wait_until

PGBOUNCER = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
SETTINGS = """
[databases]
house = host={host} dbname={dbname} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 300
"""


@contextmanager
def pooled(folder: Path, url: str, owner: int) -> Iterator[str]:
    """It runs, with four connections for everybody; yields what to put into DATABASE_URL."""
    folder.mkdir(mode=0o755)
    port, past = free_port(), conninfo_to_dict(url)
    settings = folder / "pgbouncer.ini"
    settings.write_text(SETTINGS.format(host=past["host"], dbname=past["dbname"], port=port))
    with (folder / "pgbouncer.log").open("wb") as log:
        process = subprocess.Popen(
            [PGBOUNCER, str(settings)],
            stdout=log,
            stderr=log,
            user=owner if os.getuid() == 0 else None,  # it will not run as root, and the socket is its owner's
        )
    pool = f"postgresql://postgres@127.0.0.1:{port}/house"
    try:
        wait_until(lambda: _answers(pool), "the pooler answers")
        yield pool
    finally:
        process.terminate()
        process.wait(20)


def _answers(pool: str) -> bool:
    try:
        with psycopg.connect(pool, connect_timeout=3) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False

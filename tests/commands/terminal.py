"""Commands of ours as from a terminal, on databases and folders that a test made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db import connection

ROOT = Path(__file__).parents[2]


def here(name: str | None = None) -> str:
    """The address of the database that this test stands on, or of another one on its server."""
    known = connection.settings_dict
    password = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    place = f"?host={known['HOST']}" + (f"&port={known['PORT']}" if known["PORT"] else "")
    return f"postgresql://{known['USER']}{password}@/{name or known['NAME']}{place}"


@contextmanager
def database() -> Iterator[str]:
    """An empty database; gone afterwards."""
    name = f"{connection.settings_dict['NAME']}_{uuid4().hex[:8]}"
    with psycopg.connect(here("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield here(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def webcare(*words: str | Path, url: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; what it says comes back."""
    environment = {**os.environ, "DATABASE_URL": url, "WEBCARE_DATA": str(data), **settings}
    return subprocess.run(
        [sys.executable, "-m", "webcare", *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )

"""A place to measure or to play in: a folder and a database that nobody else uses, and that do not stay."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from webcare.commands import environment
from webcare.lib.postgres import Server

OF_A_REAL_HOUSE = (
    "WEBCARE_DEMO",
    "WEBCARE_BASE_URL",
    "WEBCARE_HOSTS",
    "WEBCARE_LIVE_PORT",
    "WEBCARE_PRODUCTION",
    "WEBCARE_MAIL_URL",
)


@contextmanager
def scratch(options: argparse.Namespace) -> Iterator[tuple[Path, Server | None]]:
    """A folder, and the embedded PostgreSQL in it; with DATABASE_URL, a database of its own on that server."""
    for name in OF_A_REAL_HOUSE:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="webcare-scratch-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)
        environment.prepare_folder(folder)
        environment.keep_secret_key(folder)
        options.data = folder
        with _database_of_its_own(), environment.ready(options) as server:
            yield folder, server


@contextmanager
def _database_of_its_own() -> Iterator[None]:
    given = os.environ.get("DATABASE_URL")
    if not given:
        yield
        return
    name = f"webcare_scratch_{uuid4().hex[:12]}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlsplit(given)._replace(path=f"/{name}").geturl()
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = given
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

"""Bring the tables to a state: the newest, or the one that a backup was made in; without making those wait who work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg.errors import LockNotAvailable

from webcare.commands.trouble import Trouble

LOCK_SECONDS = 3  # whoever works waits behind a migration that waits for a lock
TRIES = 10
PAUSE = 5.0
_HOLDERS = """
SELECT string_agg(DISTINCT format('%s (%s)', coalesce(nullif(application_name, ''), 'no name'), pid), ', ')
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'
"""


def newest() -> None:
    """Everything that this version knows."""
    _patiently(lambda: call_command("migrate", verbosity=0, interactive=False))


def is_behind() -> bool:
    """Whether there is anything to do."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown_here(migrations: Iterable[Sequence[str]]) -> list[str]:
    """Those that this version does not have: whoever ran them is newer."""
    known = MigrationLoader(None).disk_migrations or {}
    return [f"{app} {name}" for app, name in migrations if (app, name) not in known]


def bring_to(migrations: Iterable[Sequence[str]]) -> None:
    """From no tables to the state in which exactly these migrations had run."""
    executor = MigrationExecutor(connection)
    done = {(app, name) for app, name in migrations}
    graph = executor.loader.graph

    def followed(key: tuple[str, str]) -> bool:
        return any(child.key in done and child.key[0] == key[0] for child in graph.node_map[key].children)

    executor.migrate(sorted(key for key in done if not followed(key)))


def _patiently(migrate: Callable[[], object]) -> None:
    """A step that gets no lock soon gives way, and is tried again: each is done wholly or not at all."""
    for left in reversed(range(TRIES)):
        try:
            with _brief_locks():
                migrate()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            holders = _holders()
            if not left:
                raise Trouble(
                    f"The tables could not be changed: somebody held them for longer than {LOCK_SECONDS} s, {TRIES} times in "
                    f"a row. What was begun is finished or undone; start again when they are done: {holders or 'unknown'}."
                ) from error
            time.sleep(PAUSE)
        else:
            return


@contextmanager
def _brief_locks() -> Iterator[None]:
    """A statement of a migration may take long; waiting for a lock may not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'; SET statement_timeout = 0")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout; RESET statement_timeout")


def _holders() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS)
        row = cursor.fetchone()
    return str(row[0] or "") if row else ""

"""Bring the tables to a state: the newest, or the one that a backup was made in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def newest() -> None:
    """Everything that this version knows."""
    call_command("migrate", verbosity=0, interactive=False)


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
    last = [
        key
        for key in done
        if not any(child.key in done for child in graph.node_map[key].children if child.key[0] == key[0])
    ]
    executor.migrate(sorted(last))

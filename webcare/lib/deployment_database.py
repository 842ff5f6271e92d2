"""What a PostgreSQL can be set to that would hurt: losing data after a crash, letting nobody in, waiting for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, register
from django.db import DatabaseError, InterfaceError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from webcare.lib.database import DIRECT
from webcare.lib.deployment import error, is_near, warning
from webcare.lib.heartbeat import Process
from webcare.lib.strain import is_strain

OLDEST = 15
NEEDED = {"web": 14, "live": 9, "worker": 25}  # connections of one process, see docs/operations.md
LEAST = 100
SAFE = ("fsync", "full_page_writes", "synchronous_commit")
ASKED = (*SAFE, "max_connections", "statement_timeout", "lock_timeout", "server_encoding", "ssl")


@register(deploy=True)
def database(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Asks the server itself."""
    try:
        shown, superuser = _shown()
        found = [*_server(shown), *_role(superuser), *_room(shown), *_pooler(shown)]
    except (DatabaseError, InterfaceError) as trouble:
        kind = "does not answer" if is_strain(trouble) else "refuses"
        return [
            error(
                6,
                f"The database {kind}, so it could not be looked at.",
                "Look at DATABASE_URL, and at the server's log.",
            )
        ]
    return found


def _shown() -> tuple[Mapping[str, str], bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [list(ASKED)])
        shown = dict(cursor.fetchall())
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return shown, bool(cursor.fetchone()[0])


def _server(shown: Mapping[str, str]) -> Iterator[CheckMessage]:
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]  # of PostgreSQL's backend
    if version < OLDEST:
        yield error(7, f"PostgreSQL {version} is too old.", f"Use {OLDEST} or newer.")
    for name in SAFE:
        if shown[name] == "off":
            yield error(
                8, f"{name} is off: a crash of the database machine loses what was acknowledged.", f"Set {name} = on."
            )
    if shown["server_encoding"] != "UTF8":
        yield error(9, "The database is not in UTF-8, so it cannot keep every script.", "Make it with ENCODING 'UTF8'.")
    host = str(connection.settings_dict["HOST"])
    mode = connection.settings_dict["OPTIONS"].get("sslmode", "prefer")
    if not is_near(host) and mode in {"disable", "allow", "prefer"}:
        yield warning(
            15,
            f"The way to the database at {host} need not be encrypted.",
            "Add ?sslmode=verify-full (or require) to DATABASE_URL.",
        )


def _role(superuser: bool) -> Iterator[CheckMessage]:
    if superuser:
        yield warning(
            16,
            "We are the database's superuser: a hole in webcare would be one in the whole server.",
            "CREATE ROLE webcare LOGIN; ALTER DATABASE webcare OWNER TO webcare; use it in DATABASE_URL.",
        )


def _room(shown: Mapping[str, str]) -> Iterator[CheckMessage]:
    most = int(shown["max_connections"])
    wanted = sum(NEEDED.get(one.process_kind, 0) for one in Process.objects.running())
    if most < max(LEAST, wanted):
        yield warning(
            17,
            f"max_connections is {most}; the processes that run now may want {max(LEAST, wanted)}.",
            "Raise it, or put PgBouncer between (docs/operations.md).",
        )


def _pooler(shown: Mapping[str, str]) -> Iterator[CheckMessage]:
    """What a pooler hides: whether it leads to the same server, and whether the role has limits of its own."""
    if DIRECT not in connections.settings:
        return
    if _which(connection) != _which(connections[DIRECT]):
        yield error(
            10,
            "DATABASE_URL and WEBCARE_DIRECT_DATABASE_URL lead to different databases: nobody is woken.",
            "Both must name the same database; only the way differs.",
        )
    if "0" in (shown["statement_timeout"], shown["lock_timeout"]):
        yield warning(
            18,
            "Through the pooler nothing limits how long a statement or a lock may take.",
            "ALTER ROLE … SET statement_timeout = '120s'; and lock_timeout = '10s'.",
        )


def _which(one: BaseDatabaseWrapper) -> object:
    """What no two databases have in common."""
    with one.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_postmaster_start_time()")
        return cursor.fetchone()

"""How a process talks to PostgreSQL: with limits for its kind, and beside a pooler with a line of its own where one is needed.

A pooler in transaction mode (PgBouncer) lends a connection for one transaction. What lasts longer, LISTEN, a session's
lock, a migration, goes to WEBCARE_DIRECT_DATABASE_URL; limits then are the database role's, since a pooler takes none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import conninfo_to_dict, make_conninfo

DIRECT = "direct"
CONNECT_SECONDS = 5
KEPT_SECONDS = 300  # that a thread keeps its connection between two requests
PATIENT = {  # a peer that vanished without a word is noticed within half a minute
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one statement, for a lock, and for a transaction in which nothing happens."""

    statement: int
    lock: int
    idle: int

    def as_options(self) -> str:
        """For the server, when the connection is made."""
        return (
            f"-c statement_timeout={self.statement}s -c lock_timeout={self.lock}s"
            f" -c idle_in_transaction_session_timeout={self.idle}s"
        )


LIMITS = {  # chores (migrations, backups, a shell) have none
    "web": Limits(statement=10, lock=2, idle=30),  # a network that hands something in waits three seconds or more
    "live": Limits(statement=10, lock=3, idle=30),
    "worker": Limits(statement=120, lock=10, idle=60),
}


def databases(url: str, direct: str = "", kind: str = "") -> dict[str, dict[str, Any]]:
    """Django's DATABASES. `direct`: where `url` leads to a pooler, the way past it."""
    if not direct:
        return {"default": _database(url, kind, limits=LIMITS.get(kind))}
    pooled = _database(url, kind, limits=None) | {"DISABLE_SERVER_SIDE_CURSORS": True}
    past = _database(direct, kind, limits=LIMITS.get(kind))
    return {"default": pooled, DIRECT: past | {"TEST": {"MIRROR": "default"}}}


def session() -> BaseDatabaseWrapper:
    """A connection that stays one session, for LISTEN."""
    return connections[DIRECT if DIRECT in connections.settings else "default"]


def direct_url(kind: str) -> str:
    """The address of the database itself, for connections of our own; they give up as the others of their kind do."""
    url = os.environ.get("WEBCARE_DIRECT_DATABASE_URL") or os.environ["DATABASE_URL"]
    named = conninfo_to_dict(url)
    more = {name: value for name, value in PATIENT.items() if name not in named}
    return make_conninfo(url, **more, options=_options(LIMITS[kind], named), application_name=f"webcare {kind}")


def _database(url: str, kind: str, limits: Limits | None) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    options = {key: value for key, value in parts.items() if key not in {"dbname", "user", "password", "host", "port"}}
    if limits:
        options["options"] = _options(limits, options)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "webcare"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {"application_name": f"webcare {kind}".strip(), **PATIENT, **options},
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("WEBCARE_TEST_DATABASE") or None},
    }


def _options(limits: Limits, named: Mapping[str, Any]) -> str:
    """For the server; what the address itself says comes last and holds."""
    return " ".join(filter(None, [limits.as_options(), str(named.get("options", ""))]))

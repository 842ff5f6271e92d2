"""Every table of this database as text, out of one snapshot and in again; no program of PostgreSQL's is needed for it.

The text of COPY is the same in every version of PostgreSQL, so what one wrote any other can read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

ASIDE = "webcare_before_restore"  # the schema in which the former tables wait until a restore has succeeded
SPOKEN = """
SET client_encoding = 'UTF8'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';
SET bytea_output = 'hex'; SET extra_float_digits = 1; SET statement_timeout = 0; SET lock_timeout = '30s';
SET idle_in_transaction_session_timeout = 0
"""
# Of this server and this moment: who is signed in, what screens look at, numbers of transactions.
PASSING = frozenset(
    {
        "django_migrations",
        "django_session",
        "usersessions_usersession",
        "webcare_cache",
        "webcare_change",
        "webcare_presence",
        "webcare_process",
    }
)
# What an installation writes down by itself before anybody works with it.
IDLE = frozenset({"webcare_boardsnapshot", "webcare_keyring", "webcare_organisation"})
_TABLES = """
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.relname ORDER BY c.relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
_REFERENCES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
_MOVABLE = """
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, quote_ident(c.relname)
FROM pg_class c
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
       quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')'
FROM pg_proc p
WHERE p.pronamespace = %(schema)s::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_ASIDE_COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position
"""
Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and those of its columns that are not computed."""

    name: str
    columns: tuple[str, ...]


def tables(connection: Connection) -> list[Table]:
    """The tables of ours that last."""
    found = connection.execute(_TABLES).fetchall()
    return [Table(name, tuple(columns)) for name, columns in found if name not in PASSING]


def sequences(connection: Connection) -> dict[str, int]:
    """How far numbers have been given out, so that none is given twice."""
    return {name: value for name, value in connection.execute(_SEQUENCES).fetchall() if value is not None}


def read_out(connection: Connection, table: Table, part: int) -> Iterator[tuple[int, bytes]]:
    """The rows in parts of about `part` bytes, each with how many rows it holds."""
    waiting, rows = bytearray(), 0
    with connection.cursor().copy(sql.SQL("COPY {} ({}) TO STDOUT").format(*_names(table))) as copy:
        for row in copy:
            waiting += row
            rows += 1
            if len(waiting) >= part:
                yield rows, bytes(waiting)
                waiting, rows = bytearray(), 0
    if rows:
        yield rows, bytes(waiting)


def read_in(connection: Connection, table: Table, part: bytes) -> int:
    """Add a part again; how many rows that were."""
    cursor = connection.cursor()
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(*_names(table))) as copy:
        copy.write(part)
    return cursor.rowcount


def empty(connection: Connection) -> None:
    """Take out what a migration put in."""
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in tables(connection))
    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))


def count_on(connection: Connection, reached: dict[str, int]) -> None:
    """Go on with numbers where `sequences` found them."""
    here = {name for (name,) in connection.execute("SELECT sequencename FROM pg_sequences").fetchall()}
    for name, value in reached.items():
        if name in here:
            connection.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, value])


def let_go_of_references(connection: Connection) -> list[tuple[str, str, str]]:
    """Drop all foreign keys for a while: they are checked at once when they come back, and the order is free."""
    references: list[tuple[str, str, str]] = connection.execute(_REFERENCES).fetchall()
    for table, name, _ in references:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name))
        )  # quoted by PostgreSQL
    return references


def hold_references(connection: Connection, references: list[tuple[str, str, str]]) -> None:
    """Put them back; a row that points nowhere is an error here."""
    for table, name, definition in references:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.SQL(table),  # quoted by PostgreSQL
                sql.Identifier(name),
                sql.SQL(definition),  # as PostgreSQL wrote it
            )
        )


def has_rows(connection: Connection) -> bool:
    """Whether any table holds anything of anybody's; what migrations put in does not count."""
    there = {table.name for table in tables(connection) if table.name.startswith("webcare_")}
    ours = sorted(there - IDLE)
    asked = sql.SQL(" OR ").join(sql.SQL("EXISTS (SELECT 1 FROM {})").format(sql.Identifier(name)) for name in ours)
    row = connection.execute(sql.SQL("SELECT {}").format(asked)).fetchone() if ours else None
    return bool(row and row[0])


def set_aside(connection: Connection) -> None:
    """Move every table of ours out of the way, to be put back if what follows fails."""
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(ASIDE)))
    _move(connection, "public", ASIDE)


def is_set_aside(connection: Connection) -> bool:
    """Whether a restore was interrupted, so that the former tables still wait."""
    return connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ASIDE]).fetchone() is not None


def rows_aside(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    """All rows, without their numbers, of a table that waits aside; none where there was none."""
    names = [name for (name,) in connection.execute(_ASIDE_COLUMNS, [ASIDE, table]).fetchall() if name != "id"]
    if not names:
        return []
    wanted = sql.SQL(", ").join(map(sql.Identifier, names))
    return connection.execute(sql.SQL("SELECT {} FROM {}").format(wanted, sql.Identifier(ASIDE, table))).fetchall()


def put_back(connection: Connection) -> None:
    """Drop what is there now; the former tables stand again where they stood."""
    for kind, name in connection.execute(_MOVABLE, {"schema": "public"}).fetchall():
        connection.execute(sql.SQL(f"DROP {kind} IF EXISTS public.{name} CASCADE"))
    _move(connection, ASIDE, "public")
    connection.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(ASIDE)))


def forget_aside(connection: Connection) -> None:
    """The former tables are not needed any more."""
    connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(ASIDE)))


def _move(connection: Connection, source: str, target: str) -> None:
    for kind, name in connection.execute(_MOVABLE, {"schema": source}).fetchall():
        connection.execute(sql.SQL(f"ALTER {kind} {source}.{name} SET SCHEMA {target}"))


def _names(table: Table) -> tuple[sql.Composable, sql.Composable]:
    return sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))

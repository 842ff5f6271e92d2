"""What the bare database can do: the same message rows, inserted many at a time into the same indexed table."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from webcare.conversations.message import Message

ROWS = 500  # in a statement, as many as receiving takes in a batch
_MADE_BY_THE_TABLE = {"id", "search"}
_CASTS = {"config": "%s::regconfig", "context": "%s::jsonb"}


def rate(since: int) -> float:
    """Rows a second, for the messages with a higher key than `since`; the copies are taken away again."""
    columns = [str(field.column) for field in Message._meta.concrete_fields if field.column not in _MADE_BY_THE_TABLE]
    into = f"INSERT INTO webcare_message ({', '.join(columns)}) VALUES "  # noqa: S608 - our own columns
    shape = f"({', '.join(_CASTS.get(column, '%s') for column in columns)})"
    with connection.cursor() as cursor:
        rows = _copies(columns, since)
        newest = Message.objects.latest("pk").pk
        seconds = 0.0
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            values = [value for row in part for value in row]
            statement = into + ", ".join([shape] * len(part))
            began = time.perf_counter()
            cursor.execute(statement, values)
            seconds += time.perf_counter() - began
        cursor.execute("DELETE FROM webcare_message WHERE id > %s", [newest])
        cursor.execute("VACUUM webcare_message")
    return len(rows) / seconds if rows else 0.0


def _copies(columns: list[str], since: int) -> list[list[Any]]:
    """The same rows under ids of their own."""
    with connection.cursor() as cursor:
        wanted = ", ".join(columns)
        cursor.execute(f"SELECT {wanted} FROM webcare_message WHERE id > %s ORDER BY id", [since])  # noqa: S608 - the same
        rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        row[columns.index("external_id")] = f"copy of {row[columns.index('external_id')]}"
    return rows

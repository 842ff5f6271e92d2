"""Write many rows of one table at once by PostgreSQL's COPY: a third of the work of a statement with all values in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

Columns = Sequence["models.Field[Any, Any]"]


def copy_in(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, each under a key of its own; a row that is there already is an IntegrityError."""
    if not rows:
        return
    model = type(rows[0])
    for row, key in zip(rows, _keys(model, len(rows)), strict=True):
        row.pk = key
    columns = _columns(model)
    _copy(model, columns, map(attrgetter(*(field.attname for field in columns)), rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as bulk_create leaves them


def copy_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """The same for rows that nobody needs as models: values by column (`account_id`), what is left out has its default.

    Returns their keys. Making a model of each would take longer than writing it.
    """
    if not rows:
        return []
    keys, columns = _keys(model, len(rows)), _columns(model)
    usual = {field.attname: field.get_default() for field in columns}
    whole = ({**usual, **row, "id": key} for row, key in zip(rows, keys, strict=True))
    _copy(model, columns, map(itemgetter(*usual), whole))
    return keys


def _columns(model: type[models.Model]) -> Columns:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _keys(model: type[models.Model], count: int) -> list[int]:
    key = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [model._meta.db_table, key.column if key else "id", count])
        return [number for (number,) in cursor.fetchall()]


# The name of the sequence is looked up once (`OFFSET 0` keeps it apart), not for each key.
_KEYS = """
SELECT nextval(of.sequence)
FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence OFFSET 0) AS of, generate_series(1, %s)
"""


def _copy(model: type[models.Model], columns: Columns, rows: Iterable[Sequence[Any]]) -> None:
    documents = [place for place, field in enumerate(columns) if isinstance(field, models.JSONField)]
    names = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in columns])
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), names)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(_written(row, documents))


def _written(values: Sequence[Any], documents: Sequence[int]) -> Sequence[Any]:
    if not documents:
        return values
    written = list(values)
    for place in documents:
        written[place] = Jsonb(written[place])
    return written

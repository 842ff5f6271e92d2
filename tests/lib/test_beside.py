"""An index is made beside those who write, however often it was begun before."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from tests.commands.terminal import here
from webcare.lib.beside import AddIndexBeside

NAME = "customer_by_name_for_a_test"
INDEX = models.Index(fields=["name"], name=NAME)


class Beside(migrations.Migration):
    """One index on a table that is there."""

    atomic = False
    operations = [AddIndexBeside("customer", INDEX)]


def _state() -> ProjectState:
    loader = MigrationExecutor(connection).loader
    return loader.project_state([key for key in loader.graph.leaf_nodes() if key[0] == "webcare"])


def _run() -> None:
    migration, state = Beside("0099_an_example", "webcare"), _state()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    try:
        with connection.schema_editor(atomic=False) as editor:
            migration.apply(state, editor)
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("1s",)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _is_valid() -> bool | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [NAME])
        row = cursor.fetchone()
    return row[0] if row else None


@pytest.fixture(autouse=True)
def _clear(transactional_db: None) -> object:
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {NAME}")


def test_it_waits_for_a_writer_and_keeps_nobody_from_writing() -> None:
    with psycopg.connect(here()) as writer, psycopg.connect(here(), autocommit=True) as other:
        writer.execute("INSERT INTO webcare_customer (name, since) VALUES ('Bram', now())")
        free = threading.Timer(2, writer.commit)  # longer than the limit that a migration has for locks
        free.start()
        seen = threading.Timer(
            1, lambda: other.execute("INSERT INTO webcare_customer (name, since) VALUES ('Coen', now())")
        )
        seen.start()
        _run()
        free.join()
        seen.join()
        assert other.execute("SELECT count(*) FROM webcare_customer").fetchone() == (2,)
    assert _is_valid()


def test_what_was_cut_off_is_cleared_away_and_made_anew() -> None:
    with psycopg.connect(here(), autocommit=True) as cut, psycopg.connect(here()) as writer:
        writer.execute("INSERT INTO webcare_customer (name, since) VALUES ('Bram', now())")
        cut.execute("SET statement_timeout = '500ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            cut.execute(f"CREATE INDEX CONCURRENTLY {NAME} ON webcare_customer (name)".encode())
    assert _is_valid() is False
    _run()
    assert _is_valid()

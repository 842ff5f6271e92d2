"""Tables grow with the versions: from any of them to the newest, with every row, and never while somebody waits for it."""

from __future__ import annotations

import datetime as dt
import decimal
import re
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps as current
from django.db import connection, connections, models
from django.db.migrations.executor import MigrationExecutor

from tests import postgres15
from tests.commands.terminal import database, webcare
from tests.house.steps import forgotten, walk
from tests.releases import points
from webcare.commands import migrating
from webcare.commands.trouble import Trouble

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
       pg_get_expr(d.adbin, d.adrelid)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
"""
INDEXES = """
SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON'), indisvalid
FROM pg_indexes JOIN pg_index ON indexrelid = format('%I.%I', schemaname, indexname)::regclass WHERE schemaname = 'public'
"""
FRESH = """
from django.apps import apps
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent')
    cursor.execute("CREATE FUNCTION webcare_xid() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT pg_current_xact_id()::text::bigint $$")
with connection.schema_editor() as editor:
    for model in apps.get_models():
        editor.create_model(model)
"""


@contextmanager
def standing_on(url: str) -> Iterator[None]:
    """Django's connection leads to another database meanwhile."""
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    former = connections["default"].settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


def schema(url: str) -> dict[str, set[tuple[Any, ...]]]:
    """What PostgreSQL itself says that there is, without names that nobody sees."""
    with psycopg.connect(url) as there:
        parts = {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES}
        found = {name: set(there.execute(query.encode()).fetchall()) for name, query in parts.items()}
    ours = {name: {row for row in rows if row[0].startswith("webcare_")} for name, rows in found.items()}
    return {name: {row for row in rows if row[0] != "webcare_cache"} for name, rows in ours.items()}  # it has no model


def test_tables_that_grew_are_those_that_the_models_describe(transactional_db: None, tmp_path: Path) -> None:
    with database() as grown, database() as fresh:
        with standing_on(grown):
            migrating.newest()
        made = webcare("manage", "shell", "-v", "0", "-c", FRESH, url=fresh, data=tmp_path)
        assert made.returncode == 0, made.stderr
        old, new = schema(grown), schema(fresh)
    let_go = forgotten(walk())  # two steps: the code forgets a column, a later version takes it away
    for part in old:
        more = {row for row in old[part] - new[part] if not is_of(row, let_go)}
        assert not more, sorted(more, key=str)
        assert new[part] <= old[part], sorted(new[part] - old[part], key=str)
    assert len(old["columns"]) > 300


def is_of(row: tuple[Any, ...], columns: set[tuple[str, str]]) -> bool:
    """Whether a column, or a constraint or an index on it, is one of these."""
    return any(row[0] == table and re.search(rf"\b{column}\b", str(row[1:])) for table, column in columns)


class Filler:
    """One row in every table of a past state, with something in every column."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps
        self.made: dict[Any, Any] = {}
        self.count = 0

    def fill(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What then stands in each table, by its name and that of its key."""
        for model in self.apps.get_app_config("webcare").get_models():
            self.row(model)
        return {
            (model._meta.db_table, model._meta.pk.attname): model._default_manager.filter(pk=row.pk).values().get()
            for model, row in self.made.items()
        }

    def row(self, model: Any) -> Any:
        if model not in self.made:
            self.made[model] = None  # a model may point at itself
            values = {
                f.name: self.value(f)
                for f in model._meta.concrete_fields
                if not isinstance(f, models.AutoField) and not f.generated
            }
            self.made[model] = model._default_manager.create(**values)
        return self.made[model]

    def value(self, field: Any) -> Any:
        self.count += 1
        if field.is_relation:
            return self.row(field.related_model) if not field.null or field.related_model not in self.made else None
        if field.choices:
            return field.choices[0][0]
        if field.__class__.__name__ == "RegConfigField":
            return "simple"
        if field.__class__.__name__ == "SecretField":
            return {"token": "secret"}
        for kind, value in {
            models.UUIDField: uuid.uuid4(),
            models.JSONField: {"ä": [1, "行李"]},
            models.BooleanField: True,
            models.DateTimeField: dt.datetime(2026, 1, 2, 3, 4, 5, 678901, dt.UTC),
            models.DateField: dt.date(2026, 1, 2),
            models.TimeField: dt.time(3, 4),
            models.DecimalField: decimal.Decimal("1.5"),
            models.FloatField: 1.5,
            models.IntegerField: self.count % 20,
            models.BinaryField: b"\x00\xff",
        }.items():
            if isinstance(field, kind):
                return value
        return f"{self.count}-äß行"[: field.max_length or 50]


@pytest.mark.parametrize("point", points())
def test_a_filled_database_of_each_version_comes_up_to_date_with_every_row(transactional_db: None, point: str) -> None:
    with database() as url, standing_on(url):
        executor = MigrationExecutor(connection)
        executor.migrate([("webcare", point)])
        before = Filler(executor.loader.project_state([("webcare", point)]).apps).fill()
        assert len(before) > 30
        migrating.newest()
        with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as there:
            for (table, key), row in before.items():
                now = there.execute(f"SELECT * FROM {table} WHERE {key} = %s".encode(), [row[key]]).fetchone()
                assert now is not None, table
                for name, value in row.items():
                    if name in now and not isinstance(value, dict) and name not in {"search", "payload", "secrets"}:
                        assert now[name] == value, f"{table}.{name}"
        for model in current.get_app_config("webcare").get_models():
            list(model._default_manager.all())
        assert not migrating.is_behind()


def test_a_migration_gives_way_to_those_who_work_and_is_tried_again(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "PAUSE", 0.2)
    monkeypatch.setattr(migrating, "LOCK_SECONDS", 1)
    with database() as url, standing_on(url):
        migrating.newest()
        executor = MigrationExecutor(connection)
        last = sorted(key for key in executor.loader.disk_migrations or {} if key[0] == "webcare")[4]
        executor.migrate([last])
        with psycopg.connect(url, application_name="long report") as busy:
            busy.execute("LOCK TABLE webcare_conversation IN ACCESS SHARE MODE")
            free = threading.Timer(3, busy.rollback)
            free.start()
            migrating.newest()
            free.join()
        assert not migrating.is_behind()


def test_what_never_gets_its_lock_names_who_holds_it(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "PAUSE", 0.1)
    monkeypatch.setattr(migrating, "TRIES", 2)
    monkeypatch.setattr(migrating, "LOCK_SECONDS", 1)
    with database() as url, standing_on(url):
        executor = MigrationExecutor(connection)
        executor.migrate([("webcare", points()[0])])
        with psycopg.connect(url, application_name="long report") as busy:
            busy.execute("LOCK TABLE webcare_conversation IN ACCESS SHARE MODE")
            time.sleep(1.1)
            with pytest.raises(Trouble, match="long report"):
                migrating.newest()
        migrating.newest()
        assert not migrating.is_behind()


@pytest.mark.postgres15
def test_the_data_of_an_older_postgresql_is_detected_and_brought_over(tmp_path_factory: pytest.TempPathFactory) -> None:
    data = tmp_path_factory.mktemp("older")
    old = data / "postgres"
    server = postgres15.cluster(old)
    url = server.ensure_database("webcare")
    assert webcare("prepare", url=url, data=data).returncode == 0
    with psycopg.connect(url) as there:
        there.execute("INSERT INTO webcare_customer (name, since) VALUES ('Bram', now())")
    server.stop()
    refused = webcare("prepare", url="", data=data)
    assert refused.returncode == 1
    assert "upgrade-postgres" in refused.stderr
    said = webcare("upgrade-postgres", url="", data=data)
    assert said.returncode == 0, said.stderr
    assert (old / "PG_VERSION").read_text().strip() != "15"
    assert (data / "postgres-15" / "PG_VERSION").exists()
    asked = "from webcare.customers.customer import Customer; print(Customer.objects.get().name)"
    told = webcare("manage", "shell", "-v", "0", "-c", asked, url="", data=data)
    assert told.stdout.strip() == "Bram", told.stderr

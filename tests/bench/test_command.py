"""`webcare bench` measures on a database of its own and says so in one JSON object."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.live.test_tail import dsn
from tests.operations.house import wait_until

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def scratch_databases() -> set[str]:
    with psycopg.connect(dsn(), autocommit=True) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'webcare_scratch_%'").fetchall()
    return {name for (name,) in rows}


@pytest.mark.timeout(600)
def test_ingest_is_measured_on_a_scratch_database_of_the_given_server_that_does_not_stay() -> None:
    before = scratch_databases()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WEBCARE_")}
    parameters = connection.get_connection_params()
    given = f"postgresql://{parameters.get('user', '')}@/{parameters['dbname']}?host={parameters.get('host', '')}"
    done = subprocess.run(
        [sys.executable, "-m", "webcare", "bench", "ingest", "--quick", "--json"],
        cwd=ROOT,
        env=environment | {"DATABASE_URL": given},
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    rows = {row["name"]: row for row in told["measures"]}
    first = rows["messages in, in-process"]
    assert told["bench"] == "ingest" and first["value"] > 0 and first["reference"] > 0
    assert first["ratio"] == pytest.approx(first["value"] / first["reference"], rel=0.01)
    assert rows["of these, messages stored"]["ratio"] == 1
    wait_until(lambda: scratch_databases() <= before, "the scratch database goes")  # others may have one meanwhile

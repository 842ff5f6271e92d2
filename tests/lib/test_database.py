"""Each kind of process has limits that the server itself keeps; a pooler gets none, and what needs a session goes past it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from tests.commands.terminal import here
from tests.house.sources import ROOT
from webcare.lib.database import LIMITS, databases, direct_url

POOLED, STRAIGHT = "postgresql://webcare@pool:6432/webcare", "postgresql://webcare@db/webcare"
SHOW = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name"):
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
"""


def shown(kind: str) -> list[str]:
    environment = {**os.environ, "DATABASE_URL": here(), "WEBCARE_PROCESS": kind}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.split("\n")[:4]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("web", ["10s", "2s", "30s", "webcare web"]),
        ("worker", ["2min", "10s", "1min", "webcare worker"]),
        ("", ["0", "0", "0", "webcare"]),
    ],
)
def test_the_server_ends_what_takes_too_long_for_its_kind(kind: str, limits: list[str]) -> None:
    assert connection.settings_dict["NAME"]
    assert shown(kind) == limits


def test_a_pooler_is_told_no_limits_and_no_cursor_outlives_its_transaction() -> None:
    made = databases(POOLED, STRAIGHT, "worker")
    assert made["default"]["HOST"] == "pool" and made["default"]["DISABLE_SERVER_SIDE_CURSORS"]
    assert "options" not in made["default"]["OPTIONS"]
    assert made["direct"]["HOST"] == "db"
    assert LIMITS["worker"].as_options() in made["direct"]["OPTIONS"]["options"]


def test_what_the_address_asks_for_itself_wins() -> None:
    made = databases("postgresql://webcare@db/webcare?connect_timeout=2&options=-c%20search_path%3Dours", kind="web")
    options = made["default"]["OPTIONS"]
    assert options["connect_timeout"] == "2"
    assert options["options"].startswith("-c statement_timeout=10s") and options["options"].endswith("search_path=ours")


def test_connections_of_our_own_give_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", POOLED)
    assert conninfo_to_dict(direct_url("live"))["host"] == "pool"
    monkeypatch.setenv("WEBCARE_DIRECT_DATABASE_URL", STRAIGHT)
    known = conninfo_to_dict(direct_url("live"))
    assert (known["host"], known["connect_timeout"]) == ("db", "5")

"""Each setting that would hurt is found and named with an id and a hint; settings that are fit are let through."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from tests.commands.terminal import here, webcare
from tests.docs.pages import text
from webcare.commands.doorway import HOOK_THREADS
from webcare.commands.working import BESIDE
from webcare.lib import deployment, deployment_database
from webcare.lib.deployment import addresses, folders, secrets_given, switches, ways_out
from webcare.lib.deployment_database import database
from webcare.lib.heartbeat import Heart
from webcare.lib.station import connections_of
from webcare.live.chatting import HANDS
from webcare.live.tail import ASKING
from webcare.timetable import stations

FIT = {
    "WEBCARE_BASE_URL": "https://webcare.example.org",
    "WEBCARE_SECRET_KEYS": "pUVuLr3qHkTq2cXn8VZ1sYw0aB9dEfGhJkMnPqRsTuVwXyZ4",
    "WEBCARE_MAIL_URL": "smtps://webcare:secret@mail.example.org:465",
    "WEBCARE_MAIL_FROM": "Webcare <webcare@example.org>",
}
SHOWN = {
    "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "max_connections": "200",
    "statement_timeout": "10s", "lock_timeout": "3s", "server_encoding": "UTF8", "ssl": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fit(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation as it should be, which each test then spoils."""
    for name in [name for name in os.environ if name.startswith("WEBCARE_")]:
        monkeypatch.delenv(name)
    for name, value in FIT.items():
        monkeypatch.setenv(name, value)
    settings.BASE_URL = settings.HOOKS_URL = FIT["WEBCARE_BASE_URL"]
    settings.ALLOWED_HOSTS = ["webcare.example.org", "localhost"]
    settings.WEBCARE_SECRET_KEYS = [FIT["WEBCARE_SECRET_KEYS"]]
    settings.DEFAULT_FROM_EMAIL = FIT["WEBCARE_MAIL_FROM"]
    settings.METRICS_TOKEN, settings.LIVE_PORT, settings.DATA = "", "", tmp_path
    settings.DEBUG = settings.DEMO = False


def ids(found: list[CheckMessage]) -> list[str]:
    assert all(one.hint for one in found), "a finding without a hint"
    return [str(one.id).removeprefix("webcare.") for one in found]


def looked() -> list[str]:
    return ids([one for look in (addresses, secrets_given, switches, ways_out, folders) for one in look()])


def test_what_is_fit_is_let_through() -> None:
    assert looked() == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("BASE_URL", "http://webcare.example.org", ["W001"]),
        ("BASE_URL", "http://127.0.0.1:8000", ["W002", "E001"]),
        ("HOOKS_URL", "http://webcare.example.org", ["W003"]),
        ("HOOKS_URL", "https://hooks.example.org", ["E001"]),
        ("ALLOWED_HOSTS", ["*"], ["W004"]),
        ("LIVE_PORT", "8001", ["W005"]),
        ("WEBCARE_SECRET_KEYS", ["short"], ["W006"]),
        ("WEBCARE_SECRET_KEYS", [FIT["WEBCARE_SECRET_KEYS"], "a" * 60], ["W006"]),
        ("METRICS_TOKEN", "guess-me", ["W007"]),
        ("DEBUG", True, ["E002"]),
        ("DEMO", True, ["E003"]),
        ("DEFAULT_FROM_EMAIL", "webcare@localhost", ["W012"]),
        ("DATA", Path("/nowhere/at/all"), ["E005"]),
    ],
)
def test_a_setting_that_would_hurt_has_an_id(name: str, value: Any, found: list[str], settings: Settings) -> None:
    setattr(settings, name, value)
    assert looked() == found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("WEBCARE_SCANNER", "unix:/nowhere/clamd.ctl", ["E012"]),
        ("WEBCARE_SCANNER", "nobody", ["E012"]),
        ("WEBCARE_STOLEN_PASSWORDS", "/nowhere/stolen.txt", ["E011"]),
        ("WEBCARE_LOG", "debug json", ["W009"]),
        ("WEBCARE_MAIL_URL", "", ["W010"]),
        ("WEBCARE_MAIL_URL", "smtp://mail.example.org:25", ["W011"]),
        ("WEBCARE_MAIL_URL", "smtp://localhost:25", []),
        ("WEBCARE_OIDC_SERVER", "http://login.example.org", ["W013", "E004"]),
        ("WEBCARE_OIDC_SERVER", "https://login.example.org", ["E004"]),
    ],
)
def test_so_has_a_word_in_the_environment(
    name: str, value: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert looked() == found


def test_keys_that_others_may_read_are_named(settings: Settings) -> None:
    kept = settings.DATA / "secret-key"
    kept.write_text("a key")
    kept.chmod(0o600)
    assert looked() == []
    kept.chmod(0o644)
    assert looked() == ["W008"]


def test_a_disk_without_room_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "ROOM_BYTES", 1 << 60)
    assert looked() == ["W014"]


@pytest.mark.django_db
def test_a_database_that_forgets_and_a_superuser_are_named_by_the_server_itself() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        found = ids(database())
        cursor.execute("RESET synchronous_commit")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        superuser = cursor.fetchone()[0]
    assert "E008" in found
    assert ("W016" in found) is bool(superuser)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("judge", "shown", "found"),
    [
        (deployment_database._server, {}, []),
        (deployment_database._server, {"fsync": "off"}, ["E008"]),
        (deployment_database._server, {"full_page_writes": "off"}, ["E008"]),
        (deployment_database._server, {"server_encoding": "SQL_ASCII"}, ["E009"]),
        (deployment_database._room, {}, []),
        (deployment_database._room, {"max_connections": "60"}, ["W017"]),
        (deployment_database._pooler, {"statement_timeout": "0"}, []),
    ],
)
def test_what_a_server_shows_is_judged(
    judge: Callable[[dict[str, str]], Iterator[CheckMessage]], shown: dict[str, str], found: list[str]
) -> None:
    assert ids(list(judge(SHOWN | shown))) == found


@pytest.mark.django_db
def test_an_old_server_and_an_open_way_to_it_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment_database, "OLDEST", 99)
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.example.org")
    assert ids(list(deployment_database._server(SHOWN))) == ["E007", "W015"]
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "verify-full"})
    assert ids(list(deployment_database._server(SHOWN))) == ["E007"]


@pytest.mark.django_db
def test_more_processes_want_more_connections() -> None:
    for _ in range(5):
        Heart("worker")._beat()
    assert ids(list(deployment_database._room(SHOWN | {"max_connections": "110"}))) == ["W017"]


def test_what_a_process_is_said_to_need_is_what_it_has_threads_for() -> None:
    """A figure for each of them: in the check, in the code that opens them, and in the documentation."""
    has = {
        "web": HOOK_THREADS + 6 + 2,  # its threads at most, the heart, the bell
        "live": 1 + ASKING + 2 + HANDS,  # what listens, who comes back, sign-in and the heart, visitors
        "worker": connections_of(stations()) + BESIDE,
    }
    assert has == deployment_database.NEEDED
    said = re.sub(r"\s+", " ", text("docs/operations.md"))
    assert f"| live | {has['live']}: 1 that listens, {ASKING} for screens" in said
    assert f"| worker | {has['worker']}, and 2 for each account that it keeps a line to" in said
    assert f"two workers need {has['web'] + has['live'] + 2 * has['worker']};" in said


@pytest.mark.django_db(transaction=True)
def test_the_command_says_everything_with_hints_and_django_says_its_own(tmp_path: Path) -> None:
    spoiled = {**FIT, "WEBCARE_SECRET_KEYS": "short", "WEBCARE_MAIL_URL": "", "WEBCARE_HOSTS": "*"}
    said = webcare("check", "--deploy", url=here(), data=tmp_path, **spoiled)
    found = set(re.findall(r"^([\w.]+): ", said.stdout, re.MULTILINE))
    assert said.returncode == 1, said.stderr
    assert {"webcare.W004", "webcare.W006", "webcare.W010", "security.W009"} <= found
    assert said.stdout.count("\n    ") >= len(found)
    silenced = " ".join(found)
    quiet = webcare("check", "--deploy", url=here(), data=tmp_path, **spoiled, WEBCARE_SILENCED_CHECKS=silenced)
    assert quiet.returncode == 0, quiet.stdout
    assert "webcare.W006" in quiet.stdout and "silenced" in quiet.stdout


def test_a_database_that_does_not_answer_is_a_finding_and_no_crash(transactional_db: None) -> None:
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nowhere"
    try:
        assert ids(database()) == ["E006"]
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host
    assert current.DATABASES


def test_every_id_is_explained() -> None:
    sources = Path(deployment.__file__).read_text() + Path(deployment_database.__file__).read_text()
    letters = {"warning": "W", "error": "E"}
    there = {
        f"webcare.{letters[kind]}{int(number):03d}"
        for kind, number in re.findall(r"\b(warning|error)\(\s*(\d+)", sources)
    }
    assert there == set(re.findall(r"webcare\.[EW]\d{3}", text("docs/operations.md")))

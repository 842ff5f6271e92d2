"""A log line says what happened to which row; it never says what a customer wrote, nor a secret."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError, connection

from tests.house.sources import ROOT
from webcare.lib.logs import JsonLine, PlainLine, about, configuration, told

KEY = "a-key-that-only-tests-know-0123456789"


def line(says: str, *words: object, error: Exception | None = None, **numbers: object) -> logging.LogRecord:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("webcare.test", logging.INFO, __file__, 1, says, words, trace)
    record.numbers = numbers
    return record


def as_json(record: logging.LogRecord) -> dict[str, object]:
    read: dict[str, object] = json.loads(JsonLine().format(record))
    return read


def raised(act: Callable[[], object]) -> Exception:
    try:
        act()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return error
    raise AssertionError("nothing was raised")


def test_a_line_is_one_object_with_the_numbers_it_is_about() -> None:
    with about(request="abc12345"), about(receipt=7):
        said = as_json(line("Kept %d", 3, message=9))
    assert (said["says"], said["level"], said["from"]) == ("Kept 3", "info", "webcare.test")
    assert (said["request"], said["receipt"], said["message"]) == ("abc12345", 7, 9)
    assert "\n" not in JsonLine().format(line("two\nlines"))
    assert "request" not in as_json(line("afterwards"))


def test_people_read_the_same_on_a_line() -> None:
    with about(delivery=4):
        assert PlainLine().format(line("Sent")).endswith("INFO webcare.test: Sent [delivery=4]")


@pytest.mark.parametrize("shape", [JsonLine(), PlainLine()])
@pytest.mark.parametrize(
    "secret",
    [
        KEY,
        "postgresql://webcare:hunter2secret@db/webcare",
        "Authorization: Bearer abcdef123456",
        "password=hunter2secret",
        "550 <bram.dewit@example.org>: no such person",
    ],
)
def test_secrets_and_addresses_of_people_are_left_out(
    shape: logging.Formatter, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBCARE_SECRET_KEYS", KEY)
    said = shape.format(line("It said %s", secret))
    for word in (KEY, "hunter2secret", "abcdef123456", "bram.dewit"):
        assert word not in said


def test_an_error_is_told_by_kind_and_place_without_what_it_quotes() -> None:
    error = raised(lambda: int("my passport number is NW12345"))
    said = JsonLine().format(line("It failed", error=error))
    assert "NW12345" not in said
    assert json.loads(said)["error"] == "ValueError"
    assert any("tests/lib/test_logs.py" in place for place in json.loads(said)["places"])
    assert "NW12345" not in PlainLine().format(line("It failed", error=error))


@pytest.mark.django_db
def test_a_database_names_the_constraint_and_not_the_row() -> None:
    def twice() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE said (text varchar(40) CONSTRAINT said_once UNIQUE)")
            cursor.execute("INSERT INTO said VALUES ('my passport'), ('my passport')")

    error = raised(twice)
    assert isinstance(error, DatabaseError)
    assert told(error) == "IntegrityError, from UniqueViolation: 23505 said said_once"


STRAYS = """
import logging.config, sys, threading, warnings
from webcare.lib.logs import configuration, heed_strays
logging.config.dictConfig(configuration("json"))
heed_strays()
thread = threading.Thread(target=int, args=("my passport",))
thread.start()
thread.join()
warnings.warn("careful")
int("my other passport")
"""


def test_what_nobody_catches_is_a_line_like_any_other() -> None:
    ended = subprocess.run([sys.executable, "-c", STRAYS], cwd=ROOT, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in ended.stderr.splitlines()]
    assert ended.returncode == 1
    assert [line["level"] for line in said] == ["error", "warning", "critical"]
    assert [line.get("error") for line in said] == ["ValueError", None, "ValueError"]
    assert "passport" not in ended.stderr


def test_a_mail_that_cannot_leave_is_said_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    mail = EmailMessage("A new password", "https://webcare.example.org/account/reset/secret", to=["bram@example.org"])
    with caplog.at_level(logging.WARNING):
        assert get_connection("webcare.lib.unsent.Unsent").send_messages([mail]) == 1
    assert "1 mails were not sent" in caplog.text
    assert "reset" not in caplog.text and "bram" not in caplog.text


def test_what_speaks_of_machines_may_speak() -> None:
    error = raised(lambda: psycopg.connect("host=/nowhere-at-all"))
    assert "No such file or directory" in told(error)
    assert told(OSError(28, "No space left on device")) == "OSError: No space left on device"


def test_what_an_error_came_from_is_told_too() -> None:
    def act() -> None:
        try:
            raise KeyError("a customer's words")
        except KeyError as cause:
            raise RuntimeError("more of them") from cause

    assert told(raised(act)) == "RuntimeError, from KeyError"


@pytest.mark.parametrize(
    ("wish", "level", "journal", "shape"),
    [
        ("", "INFO", "WARNING", PlainLine),
        ("debug", "DEBUG", "WARNING", PlainLine),
        ("json", "INFO", "INFO", JsonLine),
        ("json warning", "WARNING", "WARNING", JsonLine),
    ],
)
def test_one_setting_says_how_much_and_in_which_shape(wish: str, level: str, journal: str, shape: type) -> None:
    made = configuration(wish)
    assert made["root"]["level"] == level
    assert made["loggers"]["webcare.journal"]["level"] == journal
    assert made["formatters"]["ours"]["()"] is shape


def test_what_is_written_into_rows_is_never_logged_however_much_is_wished() -> None:
    assert configuration("debug")["loggers"]["django.db.backends"]["level"] == "INFO"


def test_what_json_does_not_know_is_written_as_words() -> None:
    assert as_json(line("odd", thing=object()))["thing"]

"""Moments come out of the database as they went in, however they are written there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DataError, connection

from webcare.lib.moments import MomentLoader

pytestmark = pytest.mark.django_db
MOMENTS = [
    datetime(2026, 3, 29, 1, 59, 59, 999_999, UTC),
    datetime(2026, 3, 29, 2, 0, 0, 100_000, UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 1, UTC),
    datetime(2026, 1, 1, 5, 45, tzinfo=timezone(timedelta(hours=5, minutes=45))),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_comes_back_as_it_was_in_utc(moment: datetime) -> None:
    read = _read("SELECT %s::timestamptz", moment)
    assert (read, read.tzinfo) == (moment, UTC)


def test_our_way_of_reading_is_the_one_in_use() -> None:
    connection.ensure_connection()
    assert connection.connection.adapters.get_loader(1184, 0) is MomentLoader


def test_what_the_connection_shows_in_another_zone_is_the_same_moment() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone TO 'Asia/Kathmandu'")
        cursor.execute("SELECT '2026-01-01 00:00:00.5+05:45'::timestamptz")
        (read,) = cursor.fetchone()
    assert read == datetime(2025, 12, 31, 18, 15, 0, 500_000, UTC)


@pytest.mark.parametrize("unreadable", ["infinity", "10000-01-01 00:00:00+00", "0044-03-15 00:00:00+00 BC"])
def test_what_no_datetime_holds_is_an_error_as_ever(unreadable: str) -> None:
    with pytest.raises(DataError):
        _read("SELECT %s::timestamptz", unreadable)


def _read(statement: str, value: str | datetime) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        read: datetime = cursor.fetchone()[0]
        return read

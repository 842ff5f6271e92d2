"""What machines ask: a lost database is said and takes no process down, and figures are for those who watch only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families as parsed
from pytest_django import Settings

from tests.lib.test_station import wait_until
from tests.world import World
from tests.x_events import arrive, post
from webcare.channels.account import Account
from webcare.channels.receipt import Receipt
from webcare.lib.heartbeat import Heart, Process, forget_gone
from webcare.lib.now import now
from webcare.lib.tally import count
from webcare.reports import vitals

LOCAL = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
TOKEN = "a-token-that-only-the-monitor-knows"


@pytest.fixture
def world(transactional_db: None) -> World:
    return World.build()


@pytest.fixture
def lost_database(transactional_db: None) -> Iterator[None]:
    """Nobody answers at the address that the settings name."""
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nowhere"
    yield
    connection.close()
    connection.settings_dict["HOST"] = host


def ask(path: str, **headers: Any) -> Any:
    return Client().get(path, **headers)


def figures(**headers: Any) -> dict[tuple[str, ...], float]:
    answer = ask("/metrics", **{**LOCAL, **headers})
    assert answer.status_code == 200, answer.content
    return {
        (sample.name, *(sample.labels[label] for label in sorted(sample.labels))): sample.value
        for family in parsed(answer.content.decode())
        for sample in family.samples
    }


def test_a_lost_database_is_said_and_is_no_reason_to_start_the_process_again(lost_database: None) -> None:
    assert ask("/healthz").status_code == 200
    answer = ask("/readyz", **LOCAL)
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": False}
    assert answer["Retry-After"] == "5"
    assert ask("/metrics", **LOCAL).status_code == 503


def test_missing_migrations_are_named(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "_is_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'webcare')"
            " RETURNING app, name, applied"
        )
        row = cursor.fetchone()
    try:
        answer = ask("/readyz", **LOCAL)
        assert answer.status_code == 503
        assert answer.json()["migrations_missing"] == [f"webcare.{row[1]}"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)
    assert ask("/readyz", **LOCAL).status_code == 200


def test_what_waits_too_long_is_late_and_only_the_strict_are_told_by_the_status(world: World) -> None:
    heart = Heart("worker")
    heart._beat()
    Heart("live")._beat()
    assert ask("/readyz", **LOCAL).json()["late"] == []
    arrive(world.x, post(world.x, "@lowlandair hello?"), received_at=now() - timedelta(minutes=3))
    answer = ask("/readyz", **LOCAL)
    assert (answer.status_code, answer.json()["late"]) == (200, ["receipts"])
    assert answer.json()["waiting"]["receipts"]["seconds"] >= 180
    assert ask("/readyz?strict", **LOCAL).status_code == 503
    heart._beat(ends=True)
    assert ask("/readyz", **LOCAL).json()["late"] == ["receipts", "worker"]


def test_somebody_from_outside_learns_one_word_only(world: World) -> None:
    for outside in (
        {**LOCAL, "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {**LOCAL, "HTTP_HOST": "testserver"},
        {**LOCAL, "REMOTE_ADDR": "192.0.2.7"},
        {**LOCAL, "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ):
        assert ask("/metrics", **outside).status_code == 403
        assert list(ask("/readyz", **outside).json()) == ["status"]


def test_a_token_opens_from_anywhere_and_a_wrong_one_nowhere(world: World, settings: Settings) -> None:
    outside = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert ask("/metrics", **outside, HTTP_AUTHORIZATION="Bearer ").status_code == 403
    settings.METRICS_TOKEN = TOKEN
    assert ask("/metrics", **outside, HTTP_AUTHORIZATION=f"Bearer {TOKEN}").status_code == 200
    assert ask("/metrics", **outside, HTTP_AUTHORIZATION=f"Bearer {TOKEN}x").status_code == 403
    assert ask("/metrics", **LOCAL, HTTP_AUTHORIZATION="Bearer é").status_code == 403


def test_prometheus_reads_what_waits_what_was_counted_and_who_lives(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair hello?"), received_at=now() - timedelta(minutes=3))
    Receipt.objects.all()[0].set_aside("because")
    arrive(world.x, post(world.x, "@lowlandair hello again?"), received_at=now() - timedelta(minutes=2))
    count("station_rows", "receive", 7)
    Heart("worker")._beat()
    Account.objects.update(connected_at=now())
    world.x.revoke("a changed password")
    seen = figures()
    assert seen["webcare_waiting", "receipts"] == 1
    assert seen["webcare_waiting_seconds", "receipts"] >= 120
    assert seen["webcare_receipts_set_aside",] == 1
    assert seen["webcare_processes", "worker"] == 1
    assert seen["webcare_account_lost", str(world.x.pk), "x"] == 1
    assert (
        sum(value for key, value in seen.items() if key[0] == "webcare_station_rows_total" and key[-1] == "receive")
        >= 7
    )
    assert abs(seen["webcare_clock_skew_seconds",]) < 1
    assert not any("hello" in word for key in seen for word in key)


def test_a_process_is_one_row_however_often_it_beats_and_is_forgotten_at_last(world: World) -> None:
    heart = Heart("web")
    assert heart._beat() and heart._beat()
    row = Process.objects.get()
    assert row.is_running
    Process.objects.update(seen_at=row.seen_at - timedelta(minutes=2))
    assert not Process.objects.get().is_running and forget_gone() == 0
    Process.objects.update(seen_at=row.seen_at - timedelta(days=2))
    assert forget_gone() == 1


def test_a_heart_begins_at_once_and_says_good_bye(transactional_db: None) -> None:
    heart = Heart("live")
    heart.start()
    wait_until(lambda: Process.objects.running().count() == 1)
    heart.stop()
    assert Process.objects.get().ended_at is not None


def test_a_heart_misses_a_beat_without_its_database(lost_database: None) -> None:
    assert not Heart("web")._beat()

"""A worker hears PostgreSQL ring, and hears it again after the connection was lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections

from webcare.commands.working import listen
from webcare.lib.waking import RECEIPTS, WORK, wake

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(true: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def rings() -> Iterator[list[str]]:
    stop = threading.Event()
    heard: list[str] = []
    ear = threading.Thread(target=listen, args=(stop, heard.append))
    ear.start()
    wait_until(lambda: len(heard) == 1)  # it rings once when it begins to listen
    yield heard
    stop.set()
    ear.join(10)
    assert not ear.is_alive()
    connections.close_all()


def test_a_wake_up_rings(rings: list[str]) -> None:
    wake(WORK)
    wait_until(lambda: len(rings) == 2)
    wake(WORK, RECEIPTS)
    wait_until(lambda: rings == ["", "", RECEIPTS])


def test_after_a_lost_connection_it_listens_again_and_rings_for_what_it_missed(rings: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
        )
    wait_until(lambda: len(rings) == 2)
    wake(WORK)
    wait_until(lambda: len(rings) == 3)

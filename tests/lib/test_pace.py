"""Limits hold over all processes and threads, and cost few statements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from webcare.lib.now import real_now
from webcare.lib.pace import KEPT, Pace, Pacer, forget_paces

AT = real_now().replace(second=20, microsecond=0)


@pytest.mark.django_db
def test_the_last_that_may_and_the_first_that_may_not() -> None:
    with time_machine.travel(AT, tick=False):
        one = Pacer()
        assert [one.ask("anna", 3) for _ in range(3)] == [0, 0, 0]
        assert one.ask("anna", 3) == 40, "until the minute is over"
        assert one.ask("daniel", 3) == 0
    with time_machine.travel(AT.replace(second=59), tick=False):
        assert one.ask("anna", 3) == 1


@pytest.mark.django_db
def test_a_new_minute_is_a_new_beginning() -> None:
    one = Pacer()
    with time_machine.travel(AT, tick=False):
        assert [bool(one.ask("anna", 1)) for _ in range(2)] == [False, True]
    with time_machine.travel(AT + KEPT + timedelta(minutes=1), tick=False):
        assert one.ask("anna", 1) == 0
        assert forget_paces() == 1
    assert Pace.objects.count() == 1


@pytest.mark.django_db
def test_processes_share_a_limit_to_within_one_step_each() -> None:
    with time_machine.travel(AT, tick=False):
        processes = [Pacer() for _ in range(4)]
        allowed = sum(processes[number % 4].ask("anna", 100) == 0 for number in range(400))
    assert 100 <= allowed <= 100 + 4 * (100 // 20)


@pytest.mark.django_db
def test_a_hundred_pages_cost_a_handful_of_statements_and_refusals_none() -> None:
    with time_machine.travel(AT, tick=False):
        one = Pacer()
        with CaptureQueriesContext(connection) as captured:
            assert not any(one.ask("anna", 3000) for _ in range(149))
        assert len(captured) == 0
        with CaptureQueriesContext(connection) as captured:
            assert not any(one.ask("anna", 3000) for _ in range(2851))
        assert len(captured) == 20
        with CaptureQueriesContext(connection) as captured:
            assert all(one.ask("anna", 3000) for _ in range(500))
        assert len(captured) == 0


@pytest.mark.django_db(transaction=True)
def test_threads_of_one_process_lose_no_count() -> None:
    one = Pacer()

    def ask() -> int:
        try:
            return sum(one.ask("anna", 400) == 0 for _ in range(100))
        finally:
            connections.close_all()

    with time_machine.travel(AT, tick=False), ThreadPoolExecutor(8) as threads:
        allowed = sum(done.result() for done in [threads.submit(ask) for _ in range(8)])
    assert allowed == 400

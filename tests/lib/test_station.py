"""Stations: they look when a bell rings, a deadline comes or a sweep is due, and a failing one never takes others along."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from webcare.lib import station as stations
from webcare.lib.now import real_now
from webcare.lib.station import Station, Watch, Workshop, connections_of


@contextmanager
def opened(*jobs: Station | Watch) -> Iterator[Workshop]:
    workshop = Workshop(jobs)
    workshop.open()
    try:
        yield workshop
    finally:
        assert workshop.close(10)


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


class Pile:
    """Work that lies there, and how it was taken."""

    def __init__(self, rows: int = 0) -> None:
        self.rows = rows
        self.looks = 0
        self.batches: list[int] = []

    def work(self) -> int:
        self.looks += 1
        batch, self.rows = min(self.rows, 10), max(0, self.rows - 10)
        if batch:
            self.batches.append(batch)
        return batch


def test_it_works_until_nothing_is_left() -> None:
    pile = Pile(25)
    with opened(Station("pile", pile.work)):
        wait_until(lambda: pile.looks == 4)
    assert pile.batches == [10, 10, 5]


def test_a_bell_wakes_it() -> None:
    pile = Pile()
    with opened(Station("pile", pile.work)) as workshop:
        wait_until(lambda: pile.looks == 1)
        pile.rows = 3
        workshop.ring()
        wait_until(lambda: pile.batches == [3])


def test_a_bell_with_a_name_wakes_those_who_have_it_and_nobody_else() -> None:
    ours, others = Pile(), Pile()
    with opened(Station("ours", ours.work, bell="ours"), Station("others", others.work)) as workshop:
        wait_until(lambda: ours.looks == 1 and others.looks == 1)
        ours.rows = 3
        workshop.ring("ours")
        wait_until(lambda: ours.looks == 3)
        assert others.looks == 1
        workshop.ring()
        wait_until(lambda: ours.looks == 4 and others.looks == 2)


def test_after_a_small_batch_it_waits_for_others_to_share_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webcare.lib.station.GATHERING", 60.0)
    small, large = Pile(9), Pile(20)
    with opened(Station("s", small.work, gathers=10), Station("l", large.work, gathers=10)):
        wait_until(lambda: large.looks == 3)
        assert small.looks == 1
    assert (small.batches, large.batches) == ([9], [10, 10])


def test_a_bell_that_rings_during_work_is_heard_after_it() -> None:
    inside, go_on = threading.Event(), threading.Event()
    looks: list[int] = []

    def work() -> int:
        looks.append(1)
        if len(looks) == 1:
            inside.set()
            go_on.wait(10)
        return 0

    with opened(Station("slow", work)) as workshop:
        inside.wait(10)
        workshop.ring()
        go_on.set()
        wait_until(lambda: len(looks) == 2)


def test_its_next_deadline_wakes_it() -> None:
    moment = real_now() + timedelta(seconds=0.3)
    fired: list[datetime] = []

    def work() -> int:
        if real_now() >= moment and not fired:
            fired.append(real_now())
            return 1
        return 0

    with opened(Station("clock", work, next_due=lambda: None if fired else moment)):
        wait_until(lambda: bool(fired))


def test_a_deadline_that_nobody_can_take_does_not_make_it_spin() -> None:
    pile = Pile()
    with opened(Station("held", pile.work, next_due=lambda: real_now() - timedelta(seconds=5))):
        wait_until(lambda: pile.looks == 2)
    assert pile.looks <= 3


def test_what_only_a_sweep_finds_is_counted_and_said(caplog: pytest.LogCaptureFixture) -> None:
    pile = Pile()
    with caplog.at_level(logging.WARNING), opened(Station("pile", pile.work, every=0.1)) as workshop:
        wait_until(lambda: pile.looks >= 1)
        pile.rows = 2
        wait_until(lambda: workshop.benches[0].repaired == 2)
    assert "the sweep found 2 that no bell announced" in caplog.text


def test_a_rhythm_without_a_bell_is_no_repair(caplog: pytest.LogCaptureFixture) -> None:
    pile = Pile()
    with opened(Station("pruning", pile.work, every=0.05, has_bell=False)) as workshop:
        pile.rows = 2
        wait_until(lambda: pile.batches == [2])
        workshop.ring()
    assert workshop.benches[0].repaired == 0
    assert not caplog.records


def test_a_failing_station_tries_again_and_takes_no_other_along(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stations, "BACK_OFF", (0.01, 0.02))
    tries: list[int] = []
    pile = Pile(5)

    def stumble() -> int:
        tries.append(1)
        if len(tries) < 4:
            raise ValueError("a stone")
        return 0

    with opened(Station("stumbling", stumble), Station("pile", pile.work)):
        wait_until(lambda: len(tries) == 4 and pile.batches == [5])
    assert "stumbling failed (3 in a row)" in caplog.text


def test_after_a_long_outage_it_looks_again_within_a_minute_and_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away for a minute and more: the pauses grow to a minute and no further."""
    assert max(stations.BACK_OFF) == stations.BACK_OFF[-1] == 60
    paused: list[float] = []
    tries: list[int] = []

    def away() -> int:
        tries.append(1)
        if len(tries) <= len(stations.BACK_OFF) + 3:
            raise OperationalError("the server closed the connection")
        return 0

    workshop = Workshop([Station("away", away)])
    wait = workshop.stopping.wait

    def pause(seconds: float) -> bool:
        paused.append(seconds)
        return wait(0)

    monkeypatch.setattr(workshop.stopping, "wait", pause)
    workshop.open()
    wait_until(lambda: len(tries) > len(stations.BACK_OFF) + 3)
    assert workshop.close(10)
    assert paused[-4:] == [60.0] * 4


def test_closing_waits_for_the_batch_under_way() -> None:
    inside = threading.Event()
    done: list[str] = []

    def work() -> int:
        inside.set()
        time.sleep(0.2)
        done.append("whole batch")
        return 1

    workshop = Workshop([Station("slow", work)])
    workshop.open()
    inside.wait(10)
    assert workshop.close(10)
    assert "whole batch" in done


def test_closing_says_when_something_does_not_end() -> None:
    release = threading.Event()
    workshop = Workshop([Station("stuck", lambda: int(release.wait(20)) * 0)])
    workshop.open()
    assert not workshop.close(0.2)
    release.set()
    assert workshop.close(10)


def test_a_watch_that_fails_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stations, "BACK_OFF", (0.01,))
    starts: list[int] = []

    def watch(stopping: threading.Event) -> None:
        starts.append(1)
        if len(starts) == 1:
            raise ConnectionError("the mailbox hung up")
        stopping.wait(10)

    with opened(Watch("mailbox", watch)):
        wait_until(lambda: len(starts) == 2)


@pytest.mark.django_db(transaction=True)
def test_who_rests_for_long_or_undisturbed_gives_back_the_connection() -> None:
    used: dict[str, BaseDatabaseWrapper] = {}

    def resting(name: str) -> Callable[[], int]:
        def work() -> int:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            used[name] = connections["default"]
            return 0

        return work

    jobs = [
        Station("seldom", resting("seldom"), every=300.0),
        Station("by the clock", resting("by the clock"), every=30.0, has_bell=False),
        Station("often", resting("often"), every=10.0, has_bell=False),
        Station("woken", resting("woken"), every=60.0),
    ]
    with opened(*jobs):
        for name in ("seldom", "by the clock"):
            wait_until(lambda name=name: name in used and used[name].connection is None)  # type: ignore[misc]  # bound now
        wait_until(lambda: {"often", "woken"} <= used.keys())
        assert used["often"].connection is not None
        assert used["woken"].connection is not None


@pytest.mark.django_db(transaction=True)
def test_however_many_chores_there_are_they_share_a_few_connections_and_delay_nobody_else() -> None:
    at_once = [0, 0]  # now, and most
    lock, full, go_on = threading.Lock(), threading.Event(), threading.Event()
    done: set[int] = set()
    pile = Pile(1)

    def chore(number: int) -> int:
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
            if at_once[0] == stations.SEATS:
                full.set()
        go_on.wait(10)
        with lock:
            at_once[0] -= 1
            done.add(number)
        return 0

    chores = [
        Station(f"chore {number}", lambda number=number: chore(number), every=60.0, has_bell=False)  # type: ignore[misc]  # bound now
        for number in range(3 * stations.SEATS)
    ]
    assert connections_of([*chores, Station("pile", pile.work)]) == stations.SEATS + 1
    with opened(*chores, Station("pile", pile.work)):
        assert full.wait(10)
        wait_until(lambda: pile.batches == [1])
        go_on.set()
        wait_until(lambda: len(done) == len(chores))
    assert at_once == [0, stations.SEATS]


def test_a_chore_that_waits_for_its_seat_does_not_begin_once_the_worker_was_told_to_stop() -> None:
    release = threading.Event()
    begun: list[int] = []

    def chore() -> int:
        begun.append(1)
        release.wait(10)
        return 0

    workshop = Workshop([Station(f"chore {number}", chore, every=60.0, has_bell=False) for number in range(9)])
    workshop.open()
    wait_until(lambda: len(begun) == stations.SEATS)
    assert not workshop.close(0.1)
    release.set()
    assert workshop.close(10)
    assert len(begun) == stations.SEATS

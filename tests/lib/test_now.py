"""Business time runs at its own rate from its own hour, in every process; real time is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from webcare.lib import now as clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A_MOMENT = timedelta(seconds=20)


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


def test_without_an_anchor_business_time_is_real_time() -> None:
    assert abs(clock.now() - clock.real_now()) < A_MOMENT
    assert clock.business_moment(NOON) == NOON


def test_business_time_starts_where_it_is_told() -> None:
    clock.run_clock(shows=NOON)
    assert NOON <= clock.now() < NOON + A_MOMENT


def test_an_hour_passes_in_a_minute_at_sixty_times_the_rate() -> None:
    clock.run_clock(rate=60.0, shows=NOON)
    began = clock.BusinessClock.objects.get().anchored_at
    assert clock.business_moment(began + timedelta(minutes=1)) == NOON + timedelta(hours=1)
    assert clock.real_seconds_until(NOON + timedelta(hours=1)) <= 60.0


def test_a_moment_that_has_passed_is_due_at_once() -> None:
    clock.run_clock(shows=NOON)
    assert clock.real_seconds_until(NOON - timedelta(days=1)) == 0.0


def test_another_process_sees_the_same_clock() -> None:
    clock.run_clock(shows=NOON)
    clock.forget()  # what another process does not know yet
    assert NOON <= clock.now() < NOON + A_MOMENT


def test_the_clock_goes_on_from_what_it_shows_when_only_its_rate_changes() -> None:
    clock.run_clock(shows=NOON)
    clock.run_clock(rate=3.0)
    assert NOON <= clock.now() < NOON + 3 * A_MOMENT

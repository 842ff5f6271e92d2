"""A message counts from the network's own time, and what the network brought late is set apart."""

from datetime import UTC, datetime, timedelta

import pytest

from webcare.channels.lateness import counts_from, delivered_late

POSTED = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_the_clock_runs_from_the_networks_own_time() -> None:
    assert counts_from(POSTED, POSTED + minutes(3)) == POSTED


def test_a_network_whose_clock_runs_ahead_gains_us_nothing() -> None:
    assert counts_from(POSTED + minutes(3), POSTED) == POSTED


@pytest.mark.parametrize(("delay", "late"), [(-10, False), (0, False), (5, False), (5.1, True), (600, True)])
def test_an_event_that_took_over_five_minutes_to_reach_us_is_set_apart(delay: float, late: bool) -> None:
    assert delivered_late(POSTED, POSTED + minutes(delay)) is late

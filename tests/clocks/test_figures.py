"""The figures: what people waited, with robots left out and the network's own delays beside them."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.clocks.figures import Answered, Spread, Waiting, by_language, by_network, figures
from webcare.clocks.hours import Interval, OpeningHours, Weekly

NOW = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def answered(
    took: float,
    *,
    network: str = "square",
    language: str | None = "nl",
    automatic: bool = False,
    late_delivered: bool = False,
    promised: float | None = None,
) -> Answered:
    start = NOW - minutes(1_000)
    due = None if promised is None else start + minutes(promised)
    return Answered(start, start + minutes(took), network, language, "first", automatic, late_delivered, due)


def waiting(since: float, *, network: str = "square", promised: float | None = None) -> Waiting:
    start = NOW - minutes(since)
    due = None if promised is None else start + minutes(promised)
    return Waiting(start, network, "nl", "first", due_at=due)


def test_nothing_measured_is_none_and_not_zero() -> None:
    empty = figures([], [], NOW)
    assert (empty.count, empty.mean, empty.median, empty.p90) == (0, None, None, None)
    assert (empty.within_promise, empty.longest_waiting, empty.waiting, empty.overdue) == (None, None, 0, 0)


@pytest.mark.parametrize(
    ("took", "median", "p90"),
    [
        ([7], 7, 7),
        ([1, 2], 1, 2),
        ([3, 1, 2], 2, 3),
        ([1, 2, 3, 4], 2, 4),
        (range(1, 11), 5, 9),
        (range(1, 71), 35, 63),
    ],
)
def test_percentiles_are_times_that_somebody_really_waited(took: Sequence[int], median: int, p90: int) -> None:
    result = figures([answered(each) for each in took], [], NOW)
    assert (result.median, result.p90) == (minutes(median), minutes(p90))


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_nearest_rank_is_the_smallest_that_covers_the_share(took: list[int]) -> None:
    result = figures([answered(each) for each in took], [], NOW)
    for share, found in ((Fraction(1, 2), result.median), (Fraction(9, 10), result.p90)):
        covering = [each for each in took if Fraction(sum(other <= each for other in took), len(took)) >= share]
        assert found == minutes(min(covering))
    assert result.mean == sum((minutes(each) for each in took), timedelta(0)) / len(took)


def test_automatic_replies_are_left_out_and_counted() -> None:
    result = figures([answered(10), answered(0, automatic=True)], [], NOW)
    assert (result.count, result.median, result.automatic) == (1, minutes(10), 1)


def test_what_the_network_delivered_late_stands_apart() -> None:
    result = figures([answered(10), answered(90, late_delivered=True, promised=60)], [], NOW)
    assert (result.count, result.p90, result.within_promise) == (1, minutes(10), None)
    assert result.late_delivered == Spread(1, minutes(90), minutes(90), minutes(90))


def test_the_share_within_the_promise_leaves_out_what_was_never_promised() -> None:
    took = [answered(60, promised=60), answered(61, promised=60), answered(5, promised=15), answered(500)]
    assert figures(took, [], NOW).within_promise == pytest.approx(2 / 3)


def test_what_waits_now_is_counted_with_the_longest_of_it() -> None:
    result = figures([], [waiting(5), waiting(170, promised=60), waiting(30, promised=60)], NOW)
    assert (result.waiting, result.overdue, result.longest_waiting) == (3, 1, minutes(170))


def test_a_wait_that_crosses_the_night_counts_open_time_only_where_hours_are_given() -> None:
    office = OpeningHours("UTC", tuple(Weekly(day, Interval(time(9), time(17))) for day in range(7)))
    friday_evening = NOW.replace(hour=16, minute=30)
    clock = Answered(friday_evening, friday_evening + timedelta(hours=17), "square", "nl", "first")
    assert figures([clock], [], NOW).median == timedelta(hours=17)
    assert figures([clock], [], NOW, office).median == timedelta(hours=1)


def test_an_answer_before_the_question_counts_as_no_wait() -> None:
    assert figures([answered(-3)], [], NOW).median == timedelta(0)


def test_kinds_are_never_mixed_into_one_figure() -> None:
    solved = Waiting(NOW, "square", "nl", "resolution")
    with pytest.raises(ValueError, match="one kind at a time"):
        figures([answered(3)], [solved], NOW)


def test_each_network_and_language_has_its_own_figures_that_add_up() -> None:
    clocks = [answered(1), answered(2, network="mail"), answered(3, network="mail", language=None)]
    networks = by_network(clocks, [waiting(9, network="lake")], NOW)
    assert list(networks) == ["lake", "mail", "square"]
    assert (networks["lake"].waiting, networks["mail"].count, networks["square"].median) == (1, 2, minutes(1))
    languages = by_language(clocks, [], NOW)
    assert (languages[""].median, languages["nl"].count) == (minutes(3), 2)
    assert sum(each.count for each in languages.values()) == figures(clocks, [], NOW).count

"""Opening hours against a walker that looks at the clock on the wall every minute, and on the nights when it jumps."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.clocks.hours import ALL_DAY, ALWAYS_OPEN, ClosedForever, Interval, OpeningHours, SpecialDay, Weekly

MINUTE = timedelta(minutes=1)
AMSTERDAM, NEW_YORK = "Europe/Amsterdam", "America/New_York"
OFFICE = Interval(time(9), time(17, 30))
NIGHT = Interval(time(22), time(6))
# Weeks in which the clock jumps, forwards and backwards, in both zones.
JUMPS = [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC)]

# Not between one and three at night: what the wall shows is no answer then, and tests below give ours.
walls = st.builds(time, st.integers(0, 23).filter(lambda hour: hour not in (1, 2)), st.sampled_from([0, 15, 30, 59]))
intervals = st.builds(Interval, walls, walls)
weeklies = st.builds(Weekly, st.integers(0, 6), intervals)
all_hours = st.builds(
    OpeningHours,
    zone=st.sampled_from([AMSTERDAM, NEW_YORK, "Asia/Kathmandu"]),
    weekly=st.none() | st.lists(weeklies, min_size=1, max_size=6).map(tuple),
    country=st.sampled_from([None, "NL", "US"]),
    closed=st.frozensets(st.dates(date(2026, 3, 25), date(2026, 4, 5)), max_size=3),
    special=st.lists(
        st.builds(
            SpecialDay, st.dates(date(2026, 3, 25), date(2026, 4, 5)), st.lists(intervals, max_size=2).map(tuple)
        ),
        max_size=2,
        unique_by=lambda special: special.day,
    ).map(tuple),
)
instants = st.builds(
    lambda start, minutes: start + minutes * MINUTE, st.sampled_from(JUMPS), st.integers(0, 6 * 24 * 60)
)


def open_on_the_wall(hours: OpeningHours, at: datetime) -> bool:
    """Whether a person with the rota in hand would call this minute open."""
    here = at.astimezone(ZoneInfo(hours.zone))
    return any(
        rota.opens <= here.time() < rota.closes
        if rota.opens < rota.closes
        else (here.time() >= rota.opens if days_ago == 0 else here.time() < rota.closes)
        for days_ago in (0, 1)
        for rota in rota_of(hours, here.date() - timedelta(days=days_ago))
        if days_ago == 0 or rota.opens >= rota.closes
    )


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def rota_of(hours: OpeningHours, day: date) -> tuple[Interval, ...]:
    for special in hours.special:
        if special.day == day:
            return special.intervals
    if day in hours.closed or (hours.country and day in public_holidays(hours.country, day.year)):
        return ()
    if hours.weekly is None:
        return (Interval(time(0), time(0)),)
    return tuple(weekly.interval for weekly in hours.weekly if weekly.weekday == day.weekday())


def at(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type, misc]  # five numbers, mypy sees a star


def every_day(*intervals: Interval, zone: str = AMSTERDAM) -> OpeningHours:
    return OpeningHours(zone, tuple(Weekly(day, interval) for day in range(7) for interval in intervals))


@given(all_hours, instants)
def test_open_is_what_the_clock_on_the_wall_says(hours: OpeningHours, when: datetime) -> None:
    assert hours.is_open(when) == open_on_the_wall(hours, when)


@settings(max_examples=40, deadline=None)
@given(all_hours, instants, st.integers(0, 3 * 24 * 60))
def test_elapsed_is_the_number_of_open_minutes(hours: OpeningHours, start: datetime, minutes: int) -> None:
    walked = sum(open_on_the_wall(hours, start + minute * MINUTE) for minute in range(minutes))
    assert hours.elapsed(start, start + minutes * MINUTE) == walked * MINUTE


@given(all_hours, instants, st.integers(1, 5 * 24 * 60))
def test_what_is_added_has_elapsed_and_not_a_moment_earlier(hours: OpeningHours, start: datetime, minutes: int) -> None:
    end = hours.add(start, minutes)
    assert hours.elapsed(start, end) == minutes * MINUTE
    assert hours.elapsed(start, end - timedelta(seconds=1)) == minutes * MINUTE - timedelta(seconds=1)


@given(all_hours, instants, instants, st.integers(0, 3_000), st.integers(0, 3_000))
def test_later_starts_and_longer_promises_never_fall_due_earlier(
    hours: OpeningHours, one: datetime, other: datetime, few: int, more: int
) -> None:
    early, late = sorted([one, other])
    few, more = sorted([few, more])
    assert hours.add(early, few) <= hours.add(late, few) <= hours.add(late, more)


@given(all_hours, instants, instants, instants)
def test_open_time_adds_up(hours: OpeningHours, one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted([one, two, three])
    assert hours.elapsed(first, second) + hours.elapsed(second, third) == hours.elapsed(first, third)


@given(all_hours, instants)
def test_nothing_is_open_before_the_next_opening(hours: OpeningHours, when: datetime) -> None:
    opening = hours.next_opening(when)
    assert hours.is_open(opening)
    assert hours.elapsed(when, opening) == timedelta(0)
    assert (opening == when) is hours.is_open(when)


def test_a_message_on_friday_evening_is_due_on_monday_morning() -> None:
    office = OpeningHours(AMSTERDAM, tuple(Weekly(day, OFFICE) for day in range(5)))
    assert office.add(at(AMSTERDAM, 2026, 6, 5, 17, 0), 60) == at(AMSTERDAM, 2026, 6, 8, 9, 30)


def test_a_promise_that_ends_at_closing_time_is_due_then_and_not_tomorrow() -> None:
    assert every_day(OFFICE).add(at(AMSTERDAM, 2026, 6, 5, 16, 30), 60) == at(AMSTERDAM, 2026, 6, 5, 17, 30)


@pytest.mark.parametrize(("zone", "day"), [(AMSTERDAM, (2026, 3, 28)), (NEW_YORK, (2026, 3, 7))])
def test_the_spring_night_is_an_hour_shorter(zone: str, day: tuple[int, int, int]) -> None:
    night = every_day(NIGHT, zone=zone)
    start = at(zone, *day, 22, 0)
    assert night.elapsed(start, start.astimezone(UTC) + timedelta(hours=12)) == timedelta(hours=7)
    assert night.add(start, 7 * 60) == at(zone, day[0], day[1], day[2] + 1, 6, 0)


@pytest.mark.parametrize(("zone", "day"), [(AMSTERDAM, (2026, 10, 24)), (NEW_YORK, (2026, 10, 31))])
def test_the_autumn_night_is_an_hour_longer(zone: str, day: tuple[int, int, int]) -> None:
    night = every_day(NIGHT, zone=zone)
    start = at(zone, *day, 22, 0)
    assert night.elapsed(start, start.astimezone(UTC) + timedelta(hours=12)) == timedelta(hours=9)


def test_a_door_that_opens_at_a_time_left_out_opens_at_the_jump() -> None:
    early = every_day(Interval(time(2, 30), time(5)))
    assert early.next_opening(at(AMSTERDAM, 2026, 3, 29, 0, 0)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert early.elapsed(at(AMSTERDAM, 2026, 3, 29, 0, 0), at(AMSTERDAM, 2026, 3, 29, 12, 0)) == timedelta(hours=2)


def test_hours_wholly_inside_the_missing_hour_do_not_take_place() -> None:
    brief = every_day(Interval(time(2, 10), time(2, 50)))
    assert brief.elapsed(at(AMSTERDAM, 2026, 3, 29, 0, 0), at(AMSTERDAM, 2026, 3, 29, 12, 0)) == timedelta(0)


def test_a_door_that_opens_in_the_repeated_hour_opens_once() -> None:
    early = every_day(Interval(time(2, 30), time(5)))
    opening = early.next_opening(at(AMSTERDAM, 2026, 10, 25, 0, 0))
    assert opening == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert early.add(opening, 210) == at(AMSTERDAM, 2026, 10, 25, 5, 0)


def test_always_open_counts_real_minutes_over_a_jump() -> None:
    start = at(AMSTERDAM, 2026, 3, 29, 1, 30)
    assert ALWAYS_OPEN.add(start, 60) == at(AMSTERDAM, 2026, 3, 29, 3, 30)
    assert ALWAYS_OPEN.elapsed(start, at(AMSTERDAM, 2026, 3, 29, 3, 30)) == timedelta(hours=1)


def test_public_holidays_are_closed_and_a_special_day_beats_them() -> None:
    christmas = date(2026, 12, 25)
    noon = at(AMSTERDAM, 2026, 12, 25, 12, 0)
    assert not OpeningHours(AMSTERDAM, country="NL").is_open(noon)
    assert OpeningHours(AMSTERDAM, country="NL", special=(SpecialDay(christmas, (ALL_DAY,)),)).is_open(noon)
    assert not OpeningHours(AMSTERDAM, closed=frozenset({christmas})).is_open(noon)


def test_a_region_has_holidays_of_its_own() -> None:
    epiphany = at("Europe/Berlin", 2026, 1, 6, 12, 0)
    assert not OpeningHours("Europe/Berlin", country="DE-BY").is_open(epiphany)
    assert OpeningHours("Europe/Berlin", country="DE").is_open(epiphany)


def test_a_night_that_began_before_the_holiday_runs_to_its_end() -> None:
    night = OpeningHours(AMSTERDAM, every_day(NIGHT).weekly, closed=frozenset({date(2026, 12, 25)}))
    assert night.is_open(at(AMSTERDAM, 2026, 12, 25, 5, 59))
    assert not night.is_open(at(AMSTERDAM, 2026, 12, 25, 23, 0))
    assert not night.is_open(at(AMSTERDAM, 2026, 12, 26, 3, 0))


def test_overlapping_shifts_are_counted_once() -> None:
    hours = every_day(Interval(time(9), time(13)), Interval(time(12), time(17)), Interval(time(12), time(12, 30)))
    day = at(AMSTERDAM, 2026, 6, 5, 0, 0)
    assert hours.elapsed(day, day + timedelta(days=1)) == timedelta(hours=8)


@pytest.mark.parametrize(
    "hours",
    [OpeningHours(AMSTERDAM, weekly=()), OpeningHours(weekly=(), special=(SpecialDay(date(2020, 1, 1), (ALL_DAY,)),))],
)
def test_a_door_that_never_opens_says_so_instead_of_searching_forever(hours: OpeningHours) -> None:
    now = at(AMSTERDAM, 2026, 6, 5, 12, 0)
    with pytest.raises(ClosedForever, match="give at least one day of the week an interval"):
        hours.next_opening(now)
    with pytest.raises(ClosedForever):
        hours.add(now, 1)
    assert not hours.is_open(now)
    assert hours.elapsed(now, now + timedelta(days=5)) == timedelta(0)


def test_hours_that_end_for_good_before_the_promise_is_up_say_so_too() -> None:
    last = OpeningHours(weekly=(), special=(SpecialDay(date(2026, 6, 5), (OFFICE,)),))
    with pytest.raises(ClosedForever):
        last.add(datetime(2026, 6, 5, 17, 0, tzinfo=UTC), 60)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: OpeningHours("Europe/Lowland"), "There is no time zone"),
        (lambda: OpeningHours("../etc/passwd"), "There is no time zone"),
        (lambda: OpeningHours(country="XX"), "No public holidays are known"),
        (lambda: Weekly(7, OFFICE), "from 0 .Monday. to 6"),
        (lambda: ALWAYS_OPEN.is_open(datetime(2026, 6, 5, tzinfo=UTC).replace(tzinfo=None)), "has no time zone"),
        (lambda: ALWAYS_OPEN.add(datetime(2026, 6, 5, tzinfo=UTC), -1), "only count forwards"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wrong: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        wrong()  # type: ignore[operator]  # a lambda a case


def test_nothing_elapses_backwards() -> None:
    now = datetime(2026, 6, 5, 12, tzinfo=UTC)
    assert ALWAYS_OPEN.elapsed(now, now - MINUTE) == timedelta(0)
    assert every_day(OFFICE).elapsed(now, now - timedelta(days=2)) == timedelta(0)

"""The make-believe history is believable: mix, hours, response times, cases, and the same again for the same seed."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from twitter_text import parse_tweet

from webcare.demo.cast import LANGUAGES
from webcare.demo.history import MIX, STORM_BEGINS, STORM_LASTS, Exchange, Said, plan

START = datetime(2025, 11, 3, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAYS, PER_HOUR = 14, 6.0
END = START.astimezone(UTC) + timedelta(days=DAYS)


@pytest.fixture(scope="module")
def history() -> tuple[Exchange, ...]:
    return plan(7, DAYS, START, PER_HOUR)


def said_by_customers(history: tuple[Exchange, ...]) -> list[Said]:
    return [said for exchange in history for said in exchange.said if said.by is None]


def test_two_weeks_hold_about_as_many_messages_as_asked(history: tuple[Exchange, ...]) -> None:
    messages = len(said_by_customers(history))
    assert 1500 <= messages <= 2500
    assert messages == pytest.approx(PER_HOUR * 24 * DAYS, rel=0.12)
    assert 0.15 <= 1 - len(history) / messages <= 0.3  # follow-ups


def test_the_same_seed_tells_the_same_history_and_another_seed_another() -> None:
    week = plan(1, 3, START, PER_HOUR)
    assert week == plan(1, 3, START, PER_HOUR)
    assert week != plan(2, 3, START, PER_HOUR)


def test_the_languages_come_in_their_shares() -> None:
    busy = plan(3, DAYS, START, 60.0)
    counted = Counter(exchange.story.language for exchange in busy)
    assert set(counted) == set(LANGUAGES)
    for language, share in MIX.items():
        assert counted[language] / len(busy) == pytest.approx(share / sum(MIX.values()), rel=0.35), language


def test_the_day_is_busier_than_the_night_and_the_storm_than_either(history: tuple[Exchange, ...]) -> None:
    ours = [each for each in history if each.story.language in ("en", "nl")]
    hours = Counter(each.when.astimezone(START.tzinfo).hour for each in ours)
    assert sum(hours[hour] for hour in range(9, 21)) > 4 * sum(hours[hour] for hour in range(6))
    stormy = [each for each in history if STORM_BEGINS <= each.when - START < STORM_BEGINS + STORM_LASTS]
    day_before = STORM_BEGINS - timedelta(days=1)
    calm = [each for each in history if day_before <= each.when - START < day_before + STORM_LASTS]
    assert len(stormy) > 1.4 * len(calm)
    topics = Counter(each.story.topic for each in stormy)
    assert topics["delay"] + topics["cancellation"] > len(stormy) / 2


def test_answers_take_about_twenty_minutes_and_few_an_hour(history: tuple[Exchange, ...]) -> None:
    minutes = [each.answered_after.total_seconds() / 60 for each in history if each.answered_after]
    assert 16 <= median(minutes) <= 24
    assert sum(minute > 60 for minute in minutes) < 0.07 * len(minutes)
    urgent = [each.answered_after.total_seconds() for each in history if each.answered_after and each.story.urgent]
    assert median(urgent) <= 12 * 60


def test_about_a_quarter_needs_no_answer_and_says_why(history: tuple[Exchange, ...]) -> None:
    unneeded = [each for each in history if each.no_answer]
    assert 0.18 <= len(unneeded) / len(history) <= 0.3
    assert {each.no_answer for each in unneeded} == {"spam", "tag_only", "chatter"}
    assert not any(each.answer or each.case for each in unneeded)


def test_about_one_message_in_ten_leads_to_a_case(history: tuple[Exchange, ...]) -> None:
    cases = [each.case for each in history if each.case]
    assert 0.07 <= len(cases) / len(said_by_customers(history)) <= 0.14
    for case in cases:
        assert (case.closed_at is None) == (case.resolution is None)
        assert case.closed_at is None or case.opened_at < case.closed_at <= END
    hours = [(case.closed_at - case.opened_at).total_seconds() / 3600 for case in cases if case.closed_at]
    assert 6 <= median(hours) <= 12


def test_time_only_runs_forward_and_nothing_is_said_after_the_end(history: tuple[Exchange, ...]) -> None:
    assert [each.when for each in history] == sorted(each.when for each in history)
    for exchange in history:
        moments = [said.when for said in exchange.said]
        assert moments == sorted(moments)
        assert moments[0] == exchange.when
        assert moments[-1] <= END


def test_what_came_last_still_waits() -> None:
    end = START.astimezone(UTC) + timedelta(days=2)
    waiting = [each for each in plan(7, 2, START, 60.0) if not each.answer and not each.no_answer]
    assert waiting
    assert all(end - each.when < timedelta(hours=4) for each in waiting)


def test_every_answer_is_signed_by_somebody_who_has_the_language(history: tuple[Exchange, ...]) -> None:
    for exchange in history:
        for said in exchange.said:
            if said.by:
                assert said.text.endswith(f"^{said.by.initials}"), said.text
                assert said.by.level(exchange.story.language) in ("native", "fluent")
                assert said.by.role in ("agent", "lead")


def test_nothing_is_left_unfilled_and_every_public_text_fits(history: tuple[Exchange, ...]) -> None:
    for exchange in history:
        for said in exchange.said:
            assert "{" not in said.text, said.text
            assert "|" not in said.text, said.text
            if exchange.story.network == "x":
                assert parse_tweet(said.text).weightedLength <= 280, said.text


def test_every_customer_can_write_where_they_write(history: tuple[Exchange, ...]) -> None:
    for exchange in history:
        story = exchange.story
        assert story.customer.email if story.network == "email" else story.customer.handle
        assert story.network == "x" or (story.subject and not story.public)
        assert story.language in story.brand.languages

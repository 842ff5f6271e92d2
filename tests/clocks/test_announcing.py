"""What is said about waiting: never less than one waits, seldom changed, and not used while it is not true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.clocks.announcing import (
    STEPS,
    Waiting,
    announcements,
    filled,
    in_steps,
    longest_sentence,
    sentence,
    to_say,
)
from webcare.clocks.tongues import PLACES, TONGUES

HOUR = 3600.0
every_language = pytest.mark.parametrize("language", sorted(TONGUES))
seconds = st.floats(0, 2 * 86_400)
said = st.one_of(st.none(), st.sampled_from(STEPS))


@given(said, seconds)
def test_a_profile_never_says_less_than_one_waits(before: int | None, expected: float) -> None:
    minutes = to_say(before, expected)
    assert minutes is None or minutes * 60 >= expected


@given(said, seconds)
def test_what_was_just_said_is_said_again_while_nothing_changes(before: int | None, expected: float) -> None:
    minutes = to_say(before, expected)
    assert to_say(minutes, expected) == minutes


@given(st.sampled_from(STEPS[1:]))
def test_a_wait_that_goes_up_and_down_around_a_step_does_not_change_the_profile_each_time(step: int) -> None:
    above, below = step * 60 - 1, step * 60 * 0.9
    assert {to_say(step, expected) for expected in (above, below, above, below)} == {step}


def test_more_than_a_day_and_what_nobody_measured_are_not_told_as_a_time() -> None:
    assert in_steps(86_401) is None
    assert to_say(15, None) is None
    assert sentence(None, "nl") == "We antwoorden zo snel als we kunnen."


@pytest.mark.parametrize(
    ("language", "minutes", "told"),
    [
        ("en", 1, "We now answer within about 1 minute."),
        ("en", 180, "We now answer within about 3 hours."),
        ("ru", 1, "Сейчас мы отвечаем примерно за 1 минуту."),
        ("ru", 22, "Сейчас мы отвечаем примерно за 22 минуты."),
        ("ru", 12, "Сейчас мы отвечаем примерно за 12 минут."),
        ("ru", 1440, "Сейчас мы отвечаем примерно за 24 часа."),
        ("ar", 2, "نجيب الآن خلال دقيقتين تقريبًا."),
        ("ar", 5, "نجيب الآن خلال 5 دقائق تقريبًا."),
        ("ar", 45, "نجيب الآن خلال 45 دقيقة تقريبًا."),
        ("zh", 60, "我们目前大约在60分钟内回复。"),
        ("tlh", 5, "We now answer within about 5 minutes."),
    ],
)
def test_numbers_agree_with_their_nouns(language: str, minutes: int, told: str) -> None:
    assert sentence(minutes, language) == told


@every_language
def test_every_text_names_the_networks_and_the_promise_and_leaves_no_blank(language: str) -> None:
    texts = announcements(Waiting(1200.0, HOUR), language, ["X", "Facebook", "WhatsApp"])
    assert [one.place for one in texts] == list(PLACES)
    for one in texts:
        assert one.usable
        assert "60" in one.text
        assert all(name in one.text for name in ("X", "Facebook", "WhatsApp"))
        assert "{" not in one.text
    assert len({one.text for one in texts}) == len(PLACES)


@every_language
def test_the_longest_sentence_is_as_long_as_any(language: str) -> None:
    assert all(len(sentence(step, language)) <= len(longest_sentence(language)) for step in (None, *STEPS))


@pytest.mark.parametrize(
    ("waiting", "usable"),
    [
        (Waiting(HOUR, HOUR), True),
        (Waiting(None, HOUR), True),
        (Waiting(HOUR + 1, HOUR), False),
        (Waiting(60.0, HOUR, fresh=False), False),
    ],
)
def test_a_promise_that_cannot_be_kept_or_that_nobody_measured_is_not_announced(waiting: Waiting, usable: bool) -> None:
    assert {one.usable for one in announcements(waiting, "en", ["X"])} == {usable}


def test_without_a_promise_or_a_place_to_write_there_is_nothing_to_announce() -> None:
    assert announcements(Waiting(60.0, None), "en", ["X"]) == []
    assert announcements(Waiting(60.0, HOUR), "en", []) == []


def test_the_gap_closes_where_nothing_is_said() -> None:
    assert filled("Lowland Air. {wait} We fly.", "") == "Lowland Air. We fly."
    assert filled("Lowland Air\n{wait}", "Soon.") == "Lowland Air\nSoon."

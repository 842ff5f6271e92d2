"""Customers keep arriving at the pace that was asked, and the same again for the same seed."""

import re
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from webcare.demo.arriving import arrivals

START = datetime(2025, 11, 17, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_they_arrive_at_the_pace() -> None:
    lasted = sum((arrival.wait for arrival in islice(arrivals(1, 120, START), 1200)), timedelta())
    assert lasted / timedelta(hours=10) == pytest.approx(1, rel=0.15)


def test_the_same_seed_brings_the_same_customers() -> None:
    first, again, other = (list(islice(arrivals(seed, 60, START), 50)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_three_hundred_customers_hardly_repeat_each_other_and_leave_nothing_unfilled() -> None:
    texts = [arrival.story.text for arrival in islice(arrivals(4, 60, START), 300)]
    assert not any("{" in text for text in texts)
    assert len(set(texts)) > 200


def test_a_departure_that_a_post_names_lies_ahead_of_it() -> None:
    moment = START
    for arrival in islice(arrivals(4, 600, START), 300):
        moment += arrival.wait
        assert moment.hour < 18, "the test posts within one day, so that times can be compared as text"
        for named in re.findall(r"\b\d\d:\d\d\b", arrival.story.text):
            assert named > f"{moment:%H:%M}", arrival.story.text


def test_a_pace_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        next(arrivals(1, 0, START))

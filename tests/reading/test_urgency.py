"""What cannot wait, in eleven languages: named by its reason, and told apart from what only sounds alike."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from webcare.demo.content import load_all
from webcare.demo.wording import choose
from webcare.reading.urgency import Reason, Urgency, sentence, urgency

NOON = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)

TWEETS = Path(__file__).parents[3] / "shared" / "data" / "airline_sentiment.tsv"

# One message a line, after the language and the reason; `-` where it can wait.
LABELLED = (Path(__file__).parent / "labelled" / "urgency.txt").read_text(encoding="utf-8")

CASES: list[tuple[str, str, str]] = [
    (language, "" if reason == "-" else reason, text)
    for language, reason, text in (line.split(" ", 2) for line in LABELLED.strip().splitlines())
]


@pytest.mark.parametrize(("language", "reason", "text"), CASES)
def test_each_message_is_urgent_for_its_reason_or_not_at_all(language: str, reason: str, text: str) -> None:
    assert urgency(text, language, NOON) == Urgency(reason != "", reason)  # type: ignore[arg-type]  # read from a list


def test_there_are_enough_labelled_messages_in_every_language() -> None:
    assert len(CASES) >= 150
    assert {language for language, _, _ in CASES} == {"en", "nl", "de", "fr", "es", "pt", "it", "ru", "zh", "ja", "ko"}


def test_where_the_language_is_uncertain_urgent_messages_are_still_found() -> None:
    urgent = [text for _, reason, text in CASES if reason]
    calm = [text for _, reason, text in CASES if not reason]
    assert sum(urgency(text, None, NOON).urgent for text in urgent) / len(urgent) >= 0.97
    assert sum(urgency(text, None, NOON).urgent for text in calm) / len(calm) <= 0.1


@pytest.mark.parametrize(("hours_before", "urgent"), [(-1, False), (0, True), (5, True), (7, False)])
def test_a_flight_at_a_time_is_urgent_in_the_six_hours_before_it(hours_before: int, urgent: bool) -> None:
    now = NOON.replace(hour=14, minute=30) - timedelta(hours=hours_before)
    assert urgency("My flight is at 14:30", "en", now).urgent is urgent


@pytest.mark.parametrize(("hour", "urgent"), [(8, True), (13, False)])
def test_this_morning_is_over_at_noon(hour: int, urgent: bool) -> None:
    assert urgency("They refuse us on the flight this morning", "en", NOON.replace(hour=hour)).urgent is urgent


def filled(text: str) -> str:
    """With a time of this afternoon, and a number wherever else something is filled in."""
    return re.sub(r"\{\w+\}", "7", text.replace("{time}", "14:30"))


def test_what_customers_of_the_demo_call_urgent_is_found_and_little_else() -> None:
    """Its phrasebooks say which of their lines are urgent."""
    lines = [line for book in load_all() for line in book.lines]
    read = [(line, urgency(filled(choose(line.text, Random(1))), line.language, NOON).urgent) for line in lines]
    found = [urgent for line, urgent in read if line.kind == "urgent"]
    false = [urgent for line, urgent in read if line.kind != "urgent"]
    assert len(found) > 60 and sum(found) / len(found) >= 0.9
    assert len(false) > 500 and sum(false) / len(false) <= 0.04


@pytest.mark.skipif(not TWEETS.exists(), reason="the real tweets are not on this machine")
def test_few_real_tweets_of_contented_passengers_are_called_urgent() -> None:
    with TWEETS.open(encoding="utf-8", newline="") as file:
        contented = [row for row in csv.DictReader(file, delimiter="\t") if row["airline_sentiment"] == "positive"]
    moments = [datetime.strptime(row["tweet_created"], "%m/%d/%Y %H:%M").replace(tzinfo=UTC) for row in contented]
    urgent = [urgency(row["text"], "en", at).urgent for row, at in zip(contented, moments, strict=True)]
    assert len(urgent) > 1000 and sum(urgent) / len(urgent) <= 0.03


def test_the_worst_reason_comes_first() -> None:
    assert urgency("We fly today, the gate closes and there is smoke in the cabin", "en", NOON).reason == "safety"


def test_a_calm_tone_does_not_hide_danger() -> None:
    assert urgency("No rush, but there is smoke in the cabin", "en", NOON).reason == "safety"


def test_handles_and_links_are_not_read() -> None:
    assert not urgency("@urgent_asap see https://example.org/emergency-flight-today", "en", NOON).urgent


def test_hidden_marks_and_capitals_do_not_hide_anything() -> None:
    assert urgency("STRAN\u200bDED in Lisbon", "en", NOON).reason == "stranded"


def test_every_reason_has_a_sentence() -> None:
    assert all(sentence(reason).endswith(".") for reason in get_args(Reason))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", ["in " * 30_000, "1:" * 50_000, "miss " * 20_000, "a" * 100_000, ""])
def test_no_text_keeps_the_reader_busy(text: str) -> None:
    assert not urgency(text, None, NOON).urgent

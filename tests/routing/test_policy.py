"""Who takes what: never somebody who does not speak it, nobody forgotten, and the same decision for the same facts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.routing.book import Book, Crew
from webcare.routing.facts import Decision, Kind, Level, Person, Weights, Work
from webcare.routing.policy import for_person, for_work
from webcare.routing.saying import sentence

FALLBACK = "en"
TONGUES = ("en", "nl", "de", "it", "")
PROMISED = {Kind.URGENT: 15, Kind.FIRST: 60, Kind.FOLLOW_UP: 240}
NAMES = {"nl": "Dutch", "it": "Italian", "de": "German", "en": "English"}


def work(key: int, language: str = "nl", kind: Kind = Kind.FIRST, waited: float = 0, **more: Any) -> Work:
    return replace(Work(key, language, kind, -waited, PROMISED[kind] - waited), **more)


def person(key: int, *languages: str, **more: Any) -> Person:
    levels = dict.fromkeys([*languages, FALLBACK], Level.FLUENT) | {languages[0]: Level.NATIVE}
    return replace(Person(key, levels, idle_since=0), **more)


def taken(who: Person, *waiting: Work, others: tuple[Person, ...] = (), now: float = 0) -> Decision:
    return for_person(who, now, Book(Weights(), waiting), Crew([who, *others]))


ANNA, BRAM, CARLA, JOHN = person(1, "nl"), person(2, "nl", "de"), person(3, "it"), person(4, "en")
works = st.builds(
    work,
    st.integers(0, 10_000),
    st.sampled_from(TONGUES),
    st.sampled_from(Kind),
    st.floats(0, 4_000),
    minutes=st.floats(0.1, 90),
    trust=st.floats(0, 1),
    last_agent=st.none() | st.integers(1, 6),
    network=st.sampled_from(("x", "email")),
)
people = st.builds(
    lambda key, languages, skills, given: replace(
        Person(key, dict.fromkeys(languages, Level.FLUENT), skills, idle_since=0), given=given
    ),
    st.integers(1, 6),
    st.sets(st.sampled_from(TONGUES[:-1])),
    st.sampled_from([frozenset[str](), frozenset({"email"})]),
    st.integers(0, 80),
)
floors = st.tuples(
    st.lists(works, max_size=25, unique_by=lambda one: one.key),
    st.lists(people, min_size=1, max_size=6, unique_by=lambda one: one.key),
)


@given(floors)
@settings(max_examples=60, deadline=None)
def test_nobody_gets_what_they_may_not_take_and_the_order_of_the_facts_changes_nothing(
    floor: tuple[list[Work], list[Person]],
) -> None:
    waiting, crew = floor
    weights = Weights(skilled=frozenset({"email"}))
    spoken = {language for one in crew for language in one.languages}
    for who in crew:
        decision = for_person(who, 0, Book(weights, waiting), Crew(crew))
        assert decision == for_person(who, 0, Book(weights, waiting[::-1]), Crew(crew[::-1]))
        assert decision.why and sentence(decision)
        if decision.work is not None:
            one = next(each for each in waiting if each.key == decision.work)
            assert one.network != "email" or "email" in who.skills
            overflow = FALLBACK in who.languages and (one.language not in spoken or one.due < 140)
            assert one.language in {*who.languages, ""} or overflow
    for one in waiting:
        decision = for_work(one, 0, Book(weights), Crew(crew))
        assert decision == for_work(one, 0, Book(weights), Crew(crew[::-1]))


@given(st.lists(works, min_size=1, max_size=6, unique_by=lambda one: one.key), st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_nobody_waits_for_ever_however_much_comes_in(waiting: list[Work], given: int) -> None:
    weights = Weights()
    book = Book(weights, waiting)
    who = replace(person(1, *TONGUES[:-1]), given=given)
    now = 4_500.0  # everything is late by a day
    for step in range(weights.turn * (len(waiting) + 1)):
        book.add(work(20_000 + step, "en", Kind.URGENT, waited=-now - step))
        decision = for_person(who, now + step, book, Crew([who]))
        assert decision.work is not None
        book.take(decision.work)
        who = replace(who, given=who.given + 1)
    assert not [one for one in waiting if one.key in book]


def test_it_imports_without_django() -> None:
    lines = "import sys, webcare.routing.policy, webcare.routing.saying; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", lines], check=False).returncode == 0


@pytest.mark.parametrize(
    ("who", "waiting", "chosen"),
    [
        (ANNA, [work(1, kind=Kind.FIRST, waited=14), work(2, kind=Kind.URGENT)], 2),
        (ANNA, [work(1, kind=Kind.URGENT, waited=40), work(2, kind=Kind.URGENT, waited=2)], 2),
        (ANNA, [work(1, kind=Kind.FIRST), work(2, kind=Kind.FOLLOW_UP, waited=100)], 1),
        (ANNA, [work(1, minutes=20, trust=0.8), work(2, minutes=2, trust=0.8)], 2),
        (ANNA, [work(1, minutes=20, trust=0.3, waited=1), work(2, minutes=2, trust=0.3)], 1),
        (ANNA, [work(1, "en"), work(2, "nl")], 2),
        (ANNA, [work(1, waited=2), work(2, last_agent=1)], 2),
        (ANNA, [work(1, kind=Kind.URGENT), work(2, last_agent=1)], 1),
        (replace(ANNA, cluster="strike"), [work(1, waited=1), work(2, minutes=5, cluster="strike")], 1),
        (JOHN, [work(1, "it")], None),
        (JOHN, [work(1, "it", waited=40)], 1),
    ],
    ids=[
        "urgent before all",
        "what can still be in time before what cannot",
        "a first answer before what can be put off",
        "the shorter one",
        "a prediction that is not believed changes nothing",
        "the language that fewer speak",
        "a customer whom one knows",
        "but not before what is urgent",
        "a question that was just answered, only as far as its line goes",
        "not what others speak",
        "but when its hour is half over",
    ],
)
def test_the_one_that_is_worth_most_is_taken(who: Person, waiting: list[Work], chosen: int | None) -> None:
    assert taken(who, *waiting, others=(BRAM, CARLA)).work == chosen


def test_a_follow_up_waits_while_only_one_is_free_and_not_when_it_presses_or_too_many_wait() -> None:
    fresh = work(1, kind=Kind.FOLLOW_UP)
    assert taken(ANNA, fresh).work is None
    assert sentence(taken(ANNA, fresh)) == "What waits can be put off; you stay free for what cannot."
    assert taken(ANNA, fresh, others=(JOHN,)).work == 1
    assert taken(ANNA, fresh, now=150).work == 1
    assert taken(ANNA, *(replace(fresh, key=key) for key in range(30))).work == 0


def test_what_comes_in_goes_to_whoever_is_missed_least_elsewhere() -> None:
    crew = Crew([ANNA, BRAM, CARLA, JOHN])
    assert for_work(work(1, "en"), 0, Book(Weights()), crew).person == JOHN.key
    assert for_work(work(1, "it"), 0, Book(Weights()), crew).person == CARLA.key
    assert for_work(work(1, "nl"), 0, Book(Weights()), crew).person == ANNA.key
    assert for_work(work(1, "nl", last_agent=BRAM.key), 0, Book(Weights()), crew).person == BRAM.key
    assert for_work(work(1, "ja"), 0, Book(Weights()), crew).person == JOHN.key


def test_when_nobody_is_there_it_waits_and_says_so() -> None:
    assert sentence(for_work(work(1), 0, Book(Weights()), Crew())) == "Nobody is on shift."
    busy = replace(ANNA, idle_since=None)
    assert sentence(for_work(work(1), 0, Book(Weights()), Crew([busy]))) == "Everybody who may take it is at work."
    assert for_work(work(1, "de"), 0, Book(Weights()), Crew([person(9, "it")])).person == 9
    without_english = Person(9, {"it": Level.NATIVE}, idle_since=0)
    assert for_work(work(1, "de"), 0, Book(Weights()), Crew([without_english])).person is None


def test_the_reason_is_a_sentence_for_people() -> None:
    waiting = [work(1, "nl", Kind.URGENT, waited=9), work(2, "de")]
    said = sentence(taken(BRAM, *waiting, others=(ANNA,)), language=lambda code: NAMES[code])
    assert said == (
        "You speak the customer's language: Dutch. It cannot wait. 6 minutes left. "
        "German, which only you speak now, can wait until then."
    )


def test_the_book_forgets_what_is_taken_and_replaces_what_is_told_again() -> None:
    book = Book(Weights(), [work(1), work(2, kind=Kind.FOLLOW_UP, last_agent=1)])
    book.add(work(1, "de"))
    assert len(book) == 2 and book.follow_ups == 1
    assert taken(JOHN, *book, others=(BRAM,)).work is None
    for key in (1, 2):
        book.take(key)
    assert not len(book) and not any(book.lines.values()) and not any(book.known.values()) and not book.follow_ups


def test_the_crew_counts_who_speaks_what_and_who_is_free() -> None:
    crew = Crew([ANNA, BRAM])
    crew.put(replace(BRAM, idle_since=None))
    assert crew.speakers["nl"] == 2 and crew.free_speakers["nl"] == 1 and crew.natives["nl"] == 2
    crew.drop(ANNA.key)
    crew.drop(ANNA.key)
    assert crew.speakers["nl"] == 1 and not crew.free and crew.free_speakers["nl"] == 0

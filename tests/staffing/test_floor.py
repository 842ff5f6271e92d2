"""The floor in a computer: who works when, what comes in, and that nobody does what a floor cannot."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest

from webcare.bench.decision import WAITING, place
from webcare.bench.floor import SCENARIOS, measured, ours
from webcare.bench.measure import Measure
from webcare.bench.others import OTHERS, R5, Other, Pulled, by_arrival
from webcare.bench.picture import drawn
from webcare.routing.facts import Kind
from webcare.staffing.floor import Answer, Floor
from webcare.staffing.outcome import UNANSWERED, average, outcome
from webcare.staffing.roster import BREAKS, agents, turns
from webcare.staffing.week import DAY, WEEK, Assumptions, Message, messages

ASSUMPTIONS = Assumptions()
PEOPLE = agents(ASSUMPTIONS, 1)
MORNING = [message for message in messages(ASSUMPTIONS, 3) if message.since < 10 * 60]


def answered(policy: Other, week: list[Message]) -> list[Answer | None]:
    return Floor(PEOPLE, week, policy.begin(), ASSUMPTIONS.fallback).run()


def test_a_week_has_the_work_that_its_load_says() -> None:
    weeks = [messages(ASSUMPTIONS, seed) for seed in range(2)]
    work = sum(message.minutes for week in weeks for message in week) / len(weeks)
    assert work / (ASSUMPTIONS.hours_at_work * 60) == pytest.approx(0.80, abs=0.04)
    first = weeks[0]
    assert first == messages(ASSUMPTIONS, 0) and [one.key for one in first] == list(range(len(first)))
    assert all(0 <= one.since < WEEK for one in first)
    assert sum(one.kind == Kind.FOLLOW_UP for one in first) / len(first) == pytest.approx(0.2475, abs=0.01)


def test_everybody_works_their_shifts_rests_between_them_and_the_night_is_not_left_alone() -> None:
    assert len(PEOPLE) == 88 and sum(len(one.shifts) for one in PEOPLE) == 316
    assert all(begins + 8 <= then for one in PEOPLE for begins, then in pairwise(sorted(one.shifts)))
    there, fewest = 0, 88
    for turn in turns(PEOPLE):
        there += {"comes": 1, "leaves": -1}.get(turn.what, 0)
        if 0 <= turn.at < WEEK:
            fewest = min(fewest, there)
    assert fewest >= 3
    assert sum(minutes for _, minutes in BREAKS) == 60


@pytest.mark.parametrize("policy", [ours(ASSUMPTIONS), *OTHERS], ids=lambda policy: policy.name)
def test_nobody_answers_two_at_once_or_before_it_is_asked_and_all_is_answered(policy: Other) -> None:
    answers = answered(policy, MORNING)
    given = [answer for answer in answers if answer is not None]
    assert len(given) == len(MORNING)
    assert all(one.begun >= message.since for message, one in zip(MORNING, given, strict=True))
    by_agent: dict[int, list[Answer]] = {}
    for one in sorted(given, key=lambda answer: answer.begun):
        by_agent.setdefault(one.agent.key, []).append(one)
    assert all(one.sent <= then.begun for theirs in by_agent.values() for one, then in pairwise(theirs))


def test_the_same_week_again_is_the_same() -> None:
    policy = ours(ASSUMPTIONS)
    assert answered(policy, MORNING) == answered(policy, MORNING)


def test_the_figures_are_those_of_the_messages() -> None:
    urgent = Message(0, "nl", Kind.URGENT, 0, 15, 5, 5)
    week = [urgent, Message(1, "it", Kind.FIRST, 0, 60, 5, 5), Message(2, "nl", Kind.FOLLOW_UP, 0, 240, 5, 5)]
    italian = next(one for one in PEOPLE if one.native == "it")
    found = outcome(week, [Answer(PEOPLE[0], 1, 10, True), Answer(italian, 1, 50, True), None])
    assert (found.mean, found.within_15, found.within_60, found.urgent_within_15) == (30, 0.5, 1, 1)
    assert (found.natively, found.follow_ups_within_240, found.longest) == (1, 0, UNANSWERED)
    assert found.worst_language_mean == pytest.approx(50 / 30)
    assert average([found, found]) == found


def test_for_two_days_the_policy_stands_between_the_bound_and_common_practice() -> None:
    """Two days are not ten weeks: only what no days turn around."""
    week = [message for message in messages(ASSUMPTIONS, 0) if message.since < 2 * DAY]
    bound, mine, common = (
        outcome(week, answered(one, week))
        for one in (R5, ours(ASSUMPTIONS), Other("pull", partial(Pulled, by_arrival)))
    )
    assert bound.mean < mine.mean < common.mean
    assert bound.within_15 > mine.within_15 > common.within_15


def test_a_bench_tells_every_policy_of_a_scenario_with_its_goals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webcare.bench.floor.messages", lambda *_: MORNING)
    rows = {row.name: row for row in measured(SCENARIOS[0], 1)}
    assert rows["load .80: ours: mean"].value == rows["load .80: ours: mean beside R2"].value
    assert rows["load .80: ours: p95"].goal is not None
    assert rows["load .80: pull, first in first out: mean"].value > 0


def test_the_chart_shows_every_policy_with_its_minutes() -> None:
    rows = [Measure("load .80: ours: mean", 7.1, "min"), Measure("load .80: a <rival>: mean", 84.2, "min")]
    shown = drawn([*rows, Measure("bursty: ours: mean", 9.9, "min")], "load .80")
    assert shown.startswith("<svg") and "a &lt;rival&gt;" in shown and "84.2" in shown and "9.9" not in shown


def test_a_decision_is_measured_on_ten_thousand() -> None:
    assert len(place().book) == WAITING

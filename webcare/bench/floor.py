"""How well people's time is used: the product's policy on simulated weeks, beside what others do and two bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from webcare.bench.measure import Goal, Measure, at_most
from webcare.bench.others import OTHERS, R2, R5, Other
from webcare.routing.facts import Weights
from webcare.staffing.floor import Floor
from webcare.staffing.outcome import Outcome, average, outcome
from webcare.staffing.roster import agents
from webcare.staffing.routed import Routed
from webcare.staffing.week import Assumptions, messages

WEEKS, QUICK_WEEKS = 10, 2
FOLKS = 1  # the seed of the people; the weeks have their own
OURS = "ours"
TRUST = 0.79  # the rank correlation that a noise of .6 leaves


@dataclass(frozen=True, slots=True)
class Scenario:
    """Weeks of one kind, and what has to become of them: a figure's name, and its limit for our policy."""

    name: str
    assumptions: Assumptions
    goals: tuple[tuple[str, Goal], ...] = ()
    over_r2: float | None = None
    over_r5: float | None = None


def at_least(limit: float) -> Goal:
    """A share that has to be reached."""
    return Goal("value", "at least", limit)


NORMAL = (
    ("within_60", at_least(0.990)),
    ("within_15", at_least(0.915)),
    ("urgent_within_15", at_least(0.955)),
    ("p95", at_most(21)),
    ("worst_language_mean", at_most(2.5)),
    ("worst_language_within_60", at_least(0.93)),
    ("natively", at_least(0.72)),
    ("follow_ups_within_240", at_least(0.97)),
)
SCENARIOS = (
    Scenario("load .80", Assumptions(), NORMAL, 1.12, 1.30),
    Scenario("load .85", Assumptions(load=0.85)),
    Scenario("load .90", Assumptions(load=0.90)),
    Scenario("bursty", Assumptions(noise=0.35, incidents=12), (), 1.15),
    Scenario(
        "overload",
        Assumptions(load=1.04),
        (("within_60", at_least(0.95)), ("follow_ups_within_240", at_least(0.83))),
    ),
)
UNITS = {"mean": "min", "p95": "min", "longest": "min", "worst_language_mean": "× mean"}
TOLD = (
    "mean", "within_15", "within_60", "urgent_within_15", "p95", "worst_language_mean", "worst_language_within_60",
    "small_within_60", "natively", "in_language", "follow_ups_within_240", "longest",
)  # fmt: skip
TOLD_OF_OTHERS = ("mean", "within_15", "within_60", "p95", "small_within_60", "follow_ups_within_240")


def measure(*, quick: bool) -> list[Measure]:
    """Every scenario under every discipline, on the same weeks."""
    weeks = QUICK_WEEKS if quick else WEEKS
    return [row for scenario in SCENARIOS for row in measured(scenario, weeks)]


def measured(scenario: Scenario, weeks: int) -> Iterator[Measure]:
    """One scenario: what we reach with its goals, then what others reach."""
    found = {one.name: _outcome(scenario.assumptions, one, weeks) for one in (ours(scenario.assumptions), *OTHERS)}
    goals = dict(scenario.goals)
    mine = found[OURS]
    for bound, limit in ((R2, scenario.over_r2), (R5, scenario.over_r5)):
        goal = None if limit is None else Goal("ratio", "at most", limit)
        name = bound.name.partition(":")[0]
        yield Measure(f"{scenario.name}: {OURS}: mean beside {name}", mine.mean, "min", found[bound.name].mean, goal)
    for figure in TOLD:
        yield _row(scenario, OURS, figure, mine, goals.get(figure))
    for other in OTHERS:
        for figure in TOLD_OF_OTHERS:
            yield _row(scenario, other.name, figure, found[other.name])


def ours(assumptions: Assumptions) -> Other:
    """The product's policy, which knows which languages are asked for how much."""
    return Other(OURS, partial(Routed, Weights(demand=assumptions.languages), TRUST))


def _outcome(assumptions: Assumptions, discipline: Other, weeks: int) -> Outcome:
    people = agents(assumptions, FOLKS)
    found: list[Outcome] = []
    for seed in range(weeks):
        week = messages(assumptions, seed)
        found.append(outcome(week, Floor(people, week, discipline.begin(), assumptions.fallback).run()))
    return average(found)


def _row(scenario: Scenario, policy: str, figure: str, found: Outcome, goal: Goal | None = None) -> Measure:
    value: float = getattr(found, figure)
    return Measure(
        f"{scenario.name}: {policy}: {figure.replace('_', ' ')}", value, UNITS.get(figure, "share"), goal=goal
    )

"""What one decision of the routing costs with 10,000 waiting and 200 people, and whether it is the same when made again.

Time of the processor, so that what else the machine does meanwhile is not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from time import thread_time

from webcare.bench.measure import Measure, at_most, percentile
from webcare.routing.book import Book, Crew
from webcare.routing.facts import Decision, Kind, Level, Person, Weights, Work
from webcare.routing.policy import for_person, for_work
from webcare.staffing.week import LANGUAGES, SPEAKERS

WAITING, PEOPLE = 10_000, 200
DECISIONS, QUICK_DECISIONS = 5_000, 1_000
GOAL = 5.0


@dataclass(slots=True)
class _Place:
    """A floor under siege: everybody has just become free."""

    book: Book
    crew: Crew
    chance: Random
    now: float = 0.0
    made: int = 0

    def somebody(self) -> Person:
        """Whoever becomes free next."""
        self.made += 1
        return self.crew.people[self.made * 7 % PEOPLE]

    def apply(self, decision: Decision) -> None:
        """What was taken is gone, something new waits, and time goes on."""
        if decision.work is not None and decision.work in self.book:
            self.book.take(decision.work)
            self.book.add(_work(self.chance, WAITING + self.made, self.now))
        self.now += 0.05


def measure(*, quick: bool) -> list[Measure]:
    """Both directions; then all of it again."""
    count = QUICK_DECISIONS if quick else DECISIONS
    taken, first = _run(count, _becomes_free)
    _, again = _run(count, _becomes_free)
    offered, _ = _run(count, _comes_in)
    return [
        Measure("somebody becomes free, p50", percentile(taken, 50), "ms"),
        Measure("somebody becomes free, p99", percentile(taken, 99), "ms", goal=at_most(GOAL)),
        Measure("something comes in, p50", percentile(offered, 50), "ms"),
        Measure("something comes in, p99", percentile(offered, 99), "ms", goal=at_most(GOAL)),
        Measure("decisions that differ when made again", _differing(first, again), "decisions", goal=at_most(0)),
    ]


def place() -> _Place:
    """Ten thousand who wait, some of them late, and two hundred people."""
    chance = Random(1)
    book = Book(Weights(demand=LANGUAGES), (_work(chance, key, chance.uniform(-300, 0)) for key in range(WAITING)))
    return _Place(book, Crew(_person(chance, key) for key in range(PEOPLE)), chance)


def _run(count: int, decide: Callable[[_Place], Decision]) -> tuple[list[float], list[Decision]]:
    here = place()
    took: list[float] = []
    made: list[Decision] = []
    for _ in range(count):
        began = thread_time()
        decision = decide(here)
        took.append((thread_time() - began) * 1000)
        made.append(decision)
        here.apply(decision)
    return took, made


def _becomes_free(here: _Place) -> Decision:
    return for_person(here.somebody(), here.now, here.book, here.crew)


def _comes_in(here: _Place) -> Decision:
    here.made += 1
    return for_work(_work(here.chance, WAITING + here.made, here.now), here.now, here.book, here.crew)


def _differing(first: list[Decision], again: list[Decision]) -> int:
    return sum(one != other for one, other in zip(first, again, strict=True))


def _work(chance: Random, key: int, since: float) -> Work:
    language = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    kind = chance.choices(list(Kind), (12, 68, 20))[0]
    promised = {Kind.URGENT: 15, Kind.FIRST: 60, Kind.FOLLOW_UP: 240}[kind]
    agent = chance.randrange(PEOPLE) if chance.random() < 0.2 else None
    return Work(key, language, kind, since, since + promised, chance.lognormvariate(1.3, 0.9), 0.8, last_agent=agent)


def _person(chance: Random, key: int) -> Person:
    native = chance.choices(list(SPEAKERS), list(SPEAKERS.values()))[0]
    third = chance.choice(list(SPEAKERS))
    levels = {third: Level.FLUENT, "en": Level.FLUENT, native: Level.NATIVE}
    return replace(Person(key, levels), idle_since=chance.uniform(-30, 0), given=chance.randrange(40))

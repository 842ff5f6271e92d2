"""What waits, and who is on shift, kept in an order in which a decision looks at few of ten thousand. Without Django.

Both are the caller's: tell them what comes and goes, and ask `routing/policy.py`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from webcare.routing.facts import Kind, Level, Person, Weights, Work

STEP = 1.5  # sizes are told apart by a half; a prediction is never finer
SMALLEST = 0.5


@dataclass(slots=True)
class Line:
    """Work of one language, kind, size and need of skills; first is what has to begin first to be in time."""

    language: str
    kind: Kind
    size: float
    needs: frozenset[str]
    starts: list[tuple[float, int]] = field(default_factory=list)  # the last moment at which to begin, and the key


class Book:
    """All that waits. `add` and `take` cost a few microseconds, whatever waits."""

    def __init__(self, weights: Weights, waiting: Iterable[Work] = ()) -> None:
        self.weights = weights
        self.lines: dict[str, dict[tuple[Kind, int, frozenset[str]], Line]] = defaultdict(dict)
        self.known: dict[int, set[int]] = defaultdict(set)  # by the agent who knows the customer
        self.follow_ups = 0  # how many of all that wait
        self._work: dict[int, Work] = {}
        for work in waiting:
            self.add(work)

    def __len__(self) -> int:
        return len(self._work)

    def __contains__(self, key: int) -> bool:
        return key in self._work

    def __getitem__(self, key: int) -> Work:
        return self._work[key]

    def __iter__(self) -> Iterator[Work]:
        return iter(self._work.values())

    def add(self, work: Work) -> None:
        """It waits from now on. What waits already under this key is replaced."""
        if work.key in self._work:
            self.take(work.key)
        self._work[work.key] = work
        self.follow_ups += work.kind == Kind.FOLLOW_UP
        step, needs = size_step(work, self.weights), needed(work, self.weights)
        lines = self.lines[work.language]
        line = lines.get((work.kind, step, needs))
        if line is None:
            line = lines[work.kind, step, needs] = Line(work.language, work.kind, STEP**step, needs)
        insort(line.starts, (start_by(work, self.weights), work.key))
        if work.last_agent is not None:
            self.known[work.last_agent].add(work.key)

    def take(self, key: int) -> Work:
        """It waits no longer: somebody has it, or it is over."""
        work = self._work.pop(key)
        self.follow_ups -= work.kind == Kind.FOLLOW_UP
        place = (work.kind, size_step(work, self.weights), needed(work, self.weights))
        starts = self.lines[work.language][place].starts
        del starts[bisect_left(starts, (start_by(work, self.weights), key))]
        if not starts:
            del self.lines[work.language][place]
        if work.last_agent is not None:
            self.known[work.last_agent].discard(key)
        return work


class Crew:
    """Everybody on shift: who speaks what, and who of them is free."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people: dict[int, Person] = {}
        self.speakers: dict[str, int] = defaultdict(int)
        self.natives: dict[str, int] = defaultdict(int)
        self.free: dict[int, Person] = {}
        self.free_speakers: dict[str, int] = defaultdict(int)
        for person in people:
            self.put(person)

    def put(self, person: Person) -> None:
        """They are on shift, or what is known of them has changed."""
        self.drop(person.key)
        self.people[person.key] = person
        if person.idle_since is not None:
            self.free[person.key] = person
        self._count(person, 1)

    def drop(self, key: int) -> None:
        """They are off shift."""
        person = self.people.pop(key, None)
        if person is not None:
            self.free.pop(key, None)
            self._count(person, -1)

    def _count(self, person: Person, by: int) -> None:
        for language, level in person.languages.items():
            self.speakers[language] += by
            if level == Level.NATIVE:
                self.natives[language] += by
            if person.idle_since is not None:
                self.free_speakers[language] += by


def size_step(work: Work, weights: Weights) -> int:
    """Its expected handling time as a power of `STEP`: the usual one, moved as far as the prediction can be trusted.

    With a rank correlation r, r² of what tells the prediction from the usual is true (on the logarithm).
    """
    size = weights.usual[work.kind]
    if work.trust >= weights.believed_from:
        size *= (max(work.minutes, SMALLEST) / size) ** (work.trust * work.trust)
    return round(math.log(max(size, SMALLEST), STEP))


def start_by(work: Work, weights: Weights) -> float:
    """The last moment at which it can be begun and still be in time."""
    return min(work.due, work.since + weights.endless) - STEP ** size_step(work, weights)


def needed(work: Work, weights: Weights) -> frozenset[str]:
    """The skills without which nobody takes it."""
    return weights.skilled & {work.network, work.topic} if weights.skilled else weights.skilled

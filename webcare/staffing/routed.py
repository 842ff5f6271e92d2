"""The product's own policy on a simulated floor: it decides, and this keeps its book and its crew."""

from __future__ import annotations

from dataclasses import replace

from webcare.routing.book import Book, Crew
from webcare.routing.facts import Level, Person, Weights, Work
from webcare.routing.policy import for_person, for_work
from webcare.staffing.floor import Floor
from webcare.staffing.roster import Agent
from webcare.staffing.week import Message


class Routed:
    """`trust` is the rank correlation of the predictions with the handling times, as the organisation would have measured it."""

    pools_languages = False

    def __init__(self, weights: Weights, trust: float) -> None:
        self._trust = trust
        self._book = Book(weights)
        self._crew = Crew()
        self._waiting: dict[int, Message] = {}
        self._people: tuple[Agent, ...] = ()

    def open(self, floor: Floor) -> None:
        """Everybody is known by their key."""
        self._people = floor.people

    def came(self, agent: Agent, now: float) -> None:
        """Their first language is the native one."""
        levels = dict.fromkeys(agent.languages, Level.FLUENT) | {agent.native: Level.NATIVE}
        self._crew.put(Person(agent.key, levels))

    def became_free(self, agent: Agent, now: float) -> None:
        """Idle from now on."""
        self._crew.put(replace(self._crew.people[agent.key], idle_since=now))

    def paused(self, agent: Agent, now: float) -> None:
        """Not idle, but on shift."""
        self._crew.put(replace(self._crew.people[agent.key], idle_since=None))

    def left(self, agent: Agent, now: float) -> None:
        """Off shift."""
        self._crew.drop(agent.key)

    def arrived(self, message: Message, now: float) -> Agent | None:
        """As the policy says."""
        work = Work(
            message.key, message.language, message.kind, message.since, message.due, message.predicted, self._trust
        )
        decision = for_work(work, now, self._book, self._crew)
        if decision.person is None:
            self._book.add(work)
            self._waiting[message.key] = message
            return None
        self._begins(decision.person)
        return self._people[decision.person]

    def next_for(self, agent: Agent, now: float) -> Message | None:
        """As the policy says."""
        decision = for_person(self._crew.people[agent.key], now, self._book, self._crew)
        if decision.work is None:
            return None
        self._book.take(decision.work)
        self._begins(agent.key)
        return self._waiting.pop(decision.work)

    def _begins(self, key: int) -> None:
        person = self._crew.people[key]
        self._crew.put(replace(person, idle_since=None, given=person.given + 1))

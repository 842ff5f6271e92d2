"""A floor in a computer: messages come, people work, and a discipline says who takes what. Minutes since Monday, 00:00.

Nobody is taken from what they are at. A shift or a break that begins or ends meanwhile is kept when that is done.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from webcare.staffing.roster import Agent, Turn, turns
from webcare.staffing.week import DAY, Message

NEVER = float("inf")
AGAIN = 1.0  # whoever is free is asked again each minute, as time alone may change who may take what


@dataclass(frozen=True, slots=True)
class Answer:
    """Begun and sent; `in_language` is whether the customer's language was spoken."""

    agent: Agent
    begun: float
    sent: float
    in_language: bool


class Discipline(Protocol):
    """What decides: told of everything that happens, asked who takes what. `waits` is true while anything can be asked for."""

    pools_languages: bool

    def open(self, floor: Floor) -> None:
        """The week begins."""

    def came(self, agent: Agent, now: float) -> None:
        """On shift from now on."""

    def became_free(self, agent: Agent, now: float) -> None:
        """Asked for work from now on."""

    def paused(self, agent: Agent, now: float) -> None:
        """On shift, but takes nothing."""

    def left(self, agent: Agent, now: float) -> None:
        """Off shift."""

    def arrived(self, message: Message, now: float) -> Agent | None:
        """Who of those who are free takes it at once; nobody, and it waits with the discipline."""

    def next_for(self, agent: Agent, now: float) -> Message | None:
        """What somebody takes who is free; nothing, and they stay free."""


class Floor:
    """`free` are those who wait for work, in the order in which they became free."""

    def __init__(
        self, people: Sequence[Agent], week: Sequence[Message], discipline: Discipline, fallback: float
    ) -> None:
        self.people = tuple(people)
        self.free: dict[int, Agent] = {}
        self.on_shift: set[int] = set()
        self.speakers: dict[str, int] = {}
        self.natives: dict[str, int] = {}
        self._at_desk: set[int] = set()
        self._busy: set[int] = set()
        self._week = week
        self._discipline = discipline
        self._fallback = fallback
        self._ending: list[tuple[float, int]] = []
        self._answers: list[Answer | None] = [None] * len(week)
        self._waiting = 0

    def run(self) -> list[Answer | None]:
        """The answers of the week, one a message; what waits two days after its end stays without."""
        self._discipline.open(self)
        plan, coming, asked = iter(turns(self.people)), iter(self._week), 0.0
        turn, message = next(plan, None), next(coming, None)
        over = self._week[-1].since + 2 * DAY if self._week else 0.0
        while message is not None or self._waiting:
            moments = (
                turn.at if turn else NEVER,
                self._ending[0][0] if self._ending else NEVER,
                message.since if message else NEVER,
                asked,
            )
            now = min(moments)
            if now > over:
                break
            if turn is not None and now == moments[0]:
                self._keep(turn)
                turn = next(plan, None)
            elif now == moments[1]:
                self._finish(self.people[heapq.heappop(self._ending)[1]], now)
            elif message is not None and now == moments[2]:
                self._receive(message, now)
                message = next(coming, None)
            else:
                self._ask(now)
                asked += AGAIN
        return self._answers

    def _keep(self, turn: Turn) -> None:
        agent, discipline = self.people[turn.agent], self._discipline
        if turn.what == "comes":
            self.on_shift.add(agent.key)
            self._count(agent, 1)
            discipline.came(agent, turn.at)
        if turn.what in ("comes", "returns"):
            self._at_desk.add(agent.key)
            if agent.key not in self._busy:
                self._make_free(agent, turn.at)
            return
        self._at_desk.discard(agent.key)
        if self.free.pop(agent.key, None) is not None:
            discipline.paused(agent, turn.at)
        if turn.what == "leaves" and agent.key in self.on_shift:
            self.on_shift.discard(agent.key)
            self._count(agent, -1)
            discipline.left(agent, turn.at)

    def _count(self, agent: Agent, by: int) -> None:
        for language in agent.languages:
            self.speakers[language] = self.speakers.get(language, 0) + by
        self.natives[agent.native] = self.natives.get(agent.native, 0) + by

    def _make_free(self, agent: Agent, now: float) -> None:
        self.free[agent.key] = agent
        self._discipline.became_free(agent, now)
        self._offer(agent, now)

    def _finish(self, agent: Agent, now: float) -> None:
        self._busy.discard(agent.key)
        if agent.key in self._at_desk:
            self._make_free(agent, now)

    def _receive(self, message: Message, now: float) -> None:
        agent = self._discipline.arrived(message, now)
        if agent is None:
            self._waiting += 1
        else:
            self._begin(agent, message, now)

    def _ask(self, now: float) -> None:
        for agent in list(self.free.values()):
            self._offer(agent, now)

    def _offer(self, agent: Agent, now: float) -> None:
        if self._waiting and (message := self._discipline.next_for(agent, now)) is not None:
            self._waiting -= 1
            self._begin(agent, message, now)

    def _begin(self, agent: Agent, message: Message, now: float) -> None:
        del self.free[agent.key]
        self._busy.add(agent.key)
        spoken = self._discipline.pools_languages or message.language in agent.languages
        sent = now + message.minutes * (1.0 if spoken else self._fallback)
        self._answers[message.key] = Answer(agent, now, sent, spoken)
        heapq.heappush(self._ending, (sent, agent.key))

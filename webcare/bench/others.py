"""What a floor is compared with: how others choose who takes what, and two bounds that no team of people can reach."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from webcare.routing.facts import Kind
from webcare.staffing.floor import Discipline, Floor
from webcare.staffing.roster import Agent
from webcare.staffing.week import Message

CAP = 5
EVERY_LANGUAGE = "every language"


@dataclass(frozen=True, slots=True)
class Other:
    """A name for the table, and how to begin a week with it."""

    name: str
    begin: Callable[[], Discipline]


class Pulled:
    """Whoever becomes free takes the first by `order` of what they may take; whoever is free longest takes what comes in."""

    def __init__(
        self, order: Callable[[Message], tuple[float, ...]], *, pools: bool = False, desks: bool = False
    ) -> None:
        self.pools_languages = pools
        self._order = order
        self._desks = desks
        self._queues: dict[str, list[tuple[tuple[float, ...], int, Message]]] = {}
        self._floor: Floor

    def open(self, floor: Floor) -> None:
        """Who is on shift is asked of the floor."""
        self._floor = floor

    def came(self, agent: Agent, now: float) -> None:
        """Nothing is kept by person."""

    def became_free(self, agent: Agent, now: float) -> None:
        """The floor knows."""

    def paused(self, agent: Agent, now: float) -> None:
        """The floor knows."""

    def left(self, agent: Agent, now: float) -> None:
        """Nothing was theirs."""

    def arrived(self, message: Message, now: float) -> Agent | None:
        """To whoever may take it and is free longest."""
        for agent in self._floor.free.values():
            if self._may_take(agent, message.language):
                return agent
        queue = self._queues.setdefault(EVERY_LANGUAGE if self.pools_languages else message.language, [])
        heapq.heappush(queue, (self._order(message), message.key, message))
        return None

    def next_for(self, agent: Agent, now: float) -> Message | None:
        """The first of all queues that this one may take from."""
        theirs = [queue for language, queue in self._queues.items() if queue and self._may_take(agent, language)]
        if not theirs:
            return None
        return heapq.heappop(self._chosen(theirs))[2]

    def _chosen(
        self, queues: list[list[tuple[tuple[float, ...], int, Message]]]
    ) -> list[tuple[tuple[float, ...], int, Message]]:
        return min(queues, key=lambda queue: queue[0][:2])

    def _may_take(self, agent: Agent, language: str) -> bool:
        if self.pools_languages:
            return True
        if self._desks:
            return language == agent.native or not self._floor.natives.get(language)
        return language in agent.languages or not self._floor.speakers.get(language)


class LongestQueue(Pulled):
    """Of the languages that somebody may take, the one in which most wait."""

    def _chosen(
        self, queues: list[list[tuple[tuple[float, ...], int, Message]]]
    ) -> list[tuple[tuple[float, ...], int, Message]]:
        return max(queues, key=len)


class Pushed:
    """Each message is somebody's as soon as it comes in, in turn or to whoever has least; what they have waits for them."""

    pools_languages = False

    def __init__(self, *, cap: int | None = None) -> None:
        self._cap = cap
        self._theirs: dict[int, list[Message]] = {}
        self._nobodys: list[Message] = []
        self._turn: Counter[int] = Counter()
        self._floor: Floor

    def open(self, floor: Floor) -> None:
        """Who is on shift is asked of the floor."""
        self._floor = floor

    def came(self, agent: Agent, now: float) -> None:
        """Somebody more to push to."""
        self._theirs[agent.key] = []
        self._turn[agent.key] = max(self._turn.values(), default=0)
        self._share_out()

    def became_free(self, agent: Agent, now: float) -> None:
        """They ask for the next of theirs."""

    def paused(self, agent: Agent, now: float) -> None:
        """What they have waits until they are back."""

    def left(self, agent: Agent, now: float) -> None:
        """What they had is pushed to others."""
        self._nobodys = self._theirs.pop(agent.key) + self._nobodys
        self._share_out()

    def arrived(self, message: Message, now: float) -> Agent | None:
        """To one person, who begins if they are free."""
        key = self._somebody(message)
        if key is None:
            self._nobodys.append(message)
        elif not self._theirs[key] and key in self._floor.free:
            return self._floor.free[key]
        else:
            self._theirs[key].append(message)
        return None

    def next_for(self, agent: Agent, now: float) -> Message | None:
        """What came first of theirs."""
        theirs = self._theirs[agent.key]
        message = theirs.pop(0) if theirs else None
        if self._nobodys:
            self._share_out()
            message = message or (theirs.pop(0) if theirs else None)
        return message

    def _share_out(self) -> None:
        waiting, self._nobodys = self._nobodys, []
        for message in waiting:
            key = self._somebody(message)
            (self._nobodys if key is None else self._theirs[key]).append(message)

    def _somebody(self, message: Message) -> int | None:
        spoken = self._floor.speakers.get(message.language)
        able = [
            key for key in self._theirs
            if not spoken or message.language in self._floor.people[key].languages
        ]  # fmt: skip
        if self._cap is not None:
            able = [key for key in able if self._has(key) < self._cap]
            return min(able, key=lambda key: (self._has(key), key), default=None)
        chosen = min(able, key=lambda key: (self._turn[key], key), default=None)
        if chosen is not None:
            self._turn[chosen] += 1
        return chosen

    def _has(self, key: int) -> int:
        """With what they are at."""
        return len(self._theirs[key]) + (key not in self._floor.free)


def by_arrival(message: Message) -> tuple[float, ...]:
    """First in, first out."""
    return (message.since,)


def by_deadline(message: Message) -> tuple[float, ...]:
    """What is due first."""
    return (message.due,)


def firsts_by_deadline(message: Message) -> tuple[float, ...]:
    """First answers before follow-ups, each by what is due first."""
    return (message.kind == Kind.FOLLOW_UP, message.due)


def firsts_by_size(message: Message) -> tuple[float, ...]:
    """First answers before follow-ups, each by what really takes least."""
    return (message.kind == Kind.FOLLOW_UP, message.minutes)


R2 = Other("R2: every language, firsts first", partial(Pulled, firsts_by_deadline, pools=True))
R5 = Other("R5: R2 that foresees handling times", partial(Pulled, firsts_by_size, pools=True))
OTHERS: Sequence[Other] = (
    Other("language desks", partial(Pulled, by_arrival, desks=True)),
    Other("round robin on arrival", Pushed),
    Other("push to the least loaded, cap 5", partial(Pushed, cap=CAP)),
    Other("longest queue first", partial(LongestQueue, by_arrival)),
    Other("pull, first in first out", partial(Pulled, by_arrival)),
    Other("earliest deadline first", partial(Pulled, by_deadline)),
    Other("first answers before follow-ups", partial(Pulled, firsts_by_deadline)),
    R2,
    R5,
)

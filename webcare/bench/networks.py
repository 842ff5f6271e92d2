"""Each network by itself: how fast its events are understood and answers leave for it; and a stream of several beside one of X."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import connections

from sandbox.client import Sandbox
from webcare.bench.answered import measure_answering
from webcare.bench.house import look_at_tables, open_house
from webcare.bench.measure import Measure
from webcare.bench.opening import open_accounts
from webcare.bench.parsed import measure_parsing
from webcare.bench.stage import Stage, networks, wait_until
from webcare.bench.street import PEOPLE, SQUARES, Square
from webcare.channels.registry import adapter
from webcare.conversations.message import Message
from webcare.demo.seeding import subscribe

READ_SECONDS, QUICK_READ_SECONDS = 3.0, 0.3
ANSWERS, QUICK_ANSWERS = 200, 8
EVENTS, QUICK_EVENTS = 4_000, 200
GLANCE = 0.05


class Street:
    """Customers who say something that can be told from everything else, and whether all of it has arrived."""

    def __init__(self, network: Sandbox) -> None:
        self._network = network
        self._known: set[str] = set()
        self._waves = 0

    def words(self) -> str:
        """Those of a new wave."""
        self._waves += 1
        return f"Where is my blue bag of wave {self._waves:03},"

    def say(self, square: Square, words: str, number: int, person: int) -> None:
        """The person with that number says it there."""
        handle = f"{square.network[:8]}_{person}"
        if handle not in self._known:
            self._network.create_user(handle, f"Customer {handle}")
            self._known.add(handle)
        square.say(self._network, handle, f"{words} {number}?", None)

    def await_all(self, words: str, count: int) -> None:
        """Until so many of them are before an agent."""
        there = Message.objects.filter(text__contains=words, ours=False)
        wait_until(lambda: there.count() >= count, f"Not everything arrives that begins with “{words}”.", GLANCE)


def measure(stage: Stage, *, quick: bool) -> list[Measure]:
    """What is read needs no network, the stream needs all of them and the house, and answers leave from here."""
    read, answers, events = (
        (QUICK_READ_SECONDS, QUICK_ANSWERS, QUICK_EVENTS) if quick else (READ_SECONDS, ANSWERS, EVENTS)
    )
    understood = measure_parsing(read)
    with stage.log.open("ab") as log, networks(stage, log) as network:
        open_accounts(network)
        connections.close_all()
        street = Street(network)
        with open_house("web", "worker", web_port=stage.web_port):
            subscribe()
            asked = _ask(street, answers)
            look_at_tables()
            single, mixed = (
                _stream(network, street, SQUARES[:1], events),
                _stream(network, street, calling(), events),
            )
        network.faults(pause=True)  # nobody is at our door any more
        answered = measure_answering(network, asked)
    return [
        *understood,
        *answered,
        Measure("a mixed stream, three of four from X", mixed, "messages/s", single),
        Measure("the same from X alone", single, "messages/s"),
    ]


def _ask(street: Street, people: int) -> dict[str, str]:
    """So many customers in each place; the words by which each place is known."""
    asked = {square.name: street.words() for square in SQUARES}
    for square in SQUARES:
        for person in range(people):
            street.say(square, asked[square.name], person, person)
    for words in asked.values():
        street.await_all(words, people)
    return asked


def calling() -> Sequence[Square]:
    """X first, then the places whose networks call us as soon as something is said; where we look by turns, waiting is no work."""
    return [square for square in SQUARES if not adapter(square.network).capabilities.listens]


def _stream(network: Sandbox, street: Street, squares: Sequence[Square], events: int) -> float:
    """Messages a second, from the moment when the networks begin to bring all of them until the last is before an agent."""
    words = street.words()
    network.faults(pause=True)
    first, *others = squares
    for number in range(events):
        turn, rest = divmod(number, 4)
        square = others[turn % len(others)] if others and not rest else first
        street.say(square, words, number, number % PEOPLE)
    began = time.perf_counter()
    network.faults(pause=False)
    street.await_all(words, events)
    return events / (time.perf_counter() - began)

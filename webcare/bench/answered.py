"""How many answers a second leave for each network and are accepted there: over HTTP on loopback, with all that is kept of each."""

from __future__ import annotations

import time

from sandbox.client import Sandbox
from webcare.bench.measure import Measure
from webcare.bench.stage import PATIENCE
from webcare.bench.street import SQUARES, Square
from webcare.channels.delivery import Delivery
from webcare.conversations.conversation import Conversation
from webcare.conversations.sending import deliver_waiting
from webcare.team.person import Person, Role

WORDS = "We are looking for it and come back to you here, number"
GLANCE = 0.01


def measure_answering(network: Sandbox, asked: dict[str, str]) -> list[Measure]:
    """`asked`: by the name of a square, the words with which everybody asked there, each in an exchange of their own."""
    agent = Person.objects.filter(role=Role.AGENT).order_by("pk")[0]
    return [
        Measure(f"{square.name}: answers sent", _rate(network, square, asked[square.name], agent), "answers/s")
        for square in SQUARES
    ]


def _rate(network: Sandbox, square: Square, words: str, agent: Person) -> float:
    """One worker's lane, one answer after the other."""
    exchanges = Conversation.objects.filter(messages__text__contains=words).distinct().order_by("pk")
    answers = [
        exchange.reply(agent, text=f"{WORDS} {exchange.pk}.", key=f"bench {exchange.pk}") for exchange in exchanges
    ]
    deliveries = Delivery.objects.filter(pk__in=[answer.delivery_id for answer in answers])
    began = time.perf_counter()
    while deliveries.filter(sent_at=None).exists():
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"Not every answer leaves for {square.name}: {deliveries.filter(sent_at=None)[0].error}")
        if not deliver_waiting(len(answers)):
            time.sleep(GLANCE)
    seconds = time.perf_counter() - began
    standing = sum(WORDS in text for text in square.standing(network))
    if standing < len(answers):
        raise RuntimeError(f"{len(answers)} answers were accepted by {square.name}, and {standing} stand there.")
    return len(answers) / seconds

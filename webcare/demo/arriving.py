"""Customers who keep posting while the demo runs, at a plausible pace and without end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from webcare.demo.history import MIX
from webcare.demo.telling import Story, Storyteller


@dataclass(frozen=True)
class Arrival:
    """The next thing a customer does, `wait` after the one before."""

    wait: timedelta
    story: Story


def arrivals(seed: int, pace: float, start: datetime) -> Iterator[Arrival]:
    """First messages of customers, `pace` an hour on average, from `start` (aware, in the desk's time zone) on."""
    if pace <= 0:
        raise ValueError(f"The pace is messages an hour, more than 0; it was {pace}.")
    rng, teller = Random(f"arrivals {seed}"), Storyteller(seed, "arrivals")
    moment = start
    while True:
        wait = timedelta(hours=rng.expovariate(pace))
        moment += wait
        language = rng.choices(list(MIX), list(MIX.values()))[0]
        yield Arrival(wait, teller.tell(language, moment))

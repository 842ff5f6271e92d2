"""Turns a template of the make-believe world into what somebody says: choices `[a|b]` made, slots `{flight}` filled."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from webcare.demo.cast import Agent

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")

CUSTOMER_SLOTS = frozenset({"handle", "flight", "city", "time", "code", "gate", "name", "agent"})
ANSWER_SLOTS = frozenset({"handle", "flight", "city", "time", "later", "gate", "first_name", "agent", "initials"})


@dataclass(frozen=True)
class Slots:
    """What one story is about; `agent` and `initials` stay open until somebody answers (`sign`)."""

    handle: str
    flight: str
    city: str
    time: str
    later: str
    gate: str
    code: str
    name: str
    first_name: str
    agent: str = "{agent}"
    initials: str = "{initials}"

    def fill(self, text: str) -> str:
        return _SLOT.sub(lambda slot: str(getattr(self, slot[1])), text)


def choose(text: str, rng: Random) -> str:
    """Makes every choice in the text."""
    return _CHOICE.sub(lambda choice: rng.choice(choice[1].split("|")), text)


def variants(text: str) -> Iterator[str]:
    """Every text that the choices allow."""
    parts = _CHOICE.split(text)
    fixed, choices = parts[::2], [part.split("|") for part in parts[1::2]]
    for chosen in itertools.product(*choices):
        yield "".join(itertools.chain(*itertools.zip_longest(fixed, chosen, fillvalue="")))


def slots_in(text: str) -> set[str]:
    return set(_SLOT.findall(text))


def sign(text: str, agent: Agent) -> str:
    """Fills in who answers."""
    return text.replace("{agent}", agent.first_name).replace("{initials}", agent.initials)

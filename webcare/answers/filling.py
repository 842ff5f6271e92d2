"""Put names into a prepared answer, and nothing else."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

BLANK = re.compile(r"\{(first_name|initials|agent|brand)\}")
SPACES = re.compile(r"[ \t]+(?=[,.!?;:])|(?<=[ \t])[ \t]+")


@dataclass(frozen=True, slots=True)
class Blanks:
    """What is known; an empty one leaves no trace in the text."""

    first_name: str
    initials: str
    agent: str
    brand: str

    @classmethod
    def of(cls, *, customer: str, agent: str, initials: str, brand: str) -> Blanks:
        """From whole names: an answer calls people by the first one."""
        return cls(_first(customer), initials, _first(agent), brand)


def fill(text: str, blanks: Blanks) -> str:
    """The answer as the customer would read it: "Hi {first_name}, …" without a name becomes "Hi, …"."""
    known = asdict(blanks)
    return SPACES.sub("", BLANK.sub(lambda found: known[found[1]], text)).strip()


def _first(name: str) -> str:
    words = name.split()
    return words[0] if words and words[0][0].isalpha() and not words[0].endswith(".") else name

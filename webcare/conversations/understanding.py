"""Read texts as this organisation does: in its languages and its time zone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from webcare.lib.now import now
from webcare.reading.reading import Reading, read
from webcare.team.organisation import organisation


def understood(texts: Sequence[str], known: Sequence[str] | None = None) -> list[Reading]:
    """What is read from a batch of texts, in one go; `known` are their languages where somebody of ours heard them."""
    company = organisation()
    return read(texts, frozenset(company.languages), now().astimezone(company.zone), known)


@cache
def load() -> None:
    """Have at hand what reading takes a second to load: models and lists of words."""
    understood(["Where is my bag?"])

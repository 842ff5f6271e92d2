"""How many secrets are found in texts of which it is known what is in them, how exactly, and what looking for them takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from webcare.bench.labelled import Marked, marked, published
from webcare.bench.measure import Measure, at_least
from webcare.reading.secrets import Secret, secrets

PRECISION, RECALL = 0.98, 0.95
ROUNDS, QUICK_ROUNDS = 5, 1


@dataclass(slots=True)
class Tally:
    """Of one kind: what was found rightly, what wrongly, and what was overlooked."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def measure(*, quick: bool) -> list[Measure]:
    """By kind on the texts held out, all kinds together on both halves, and the time that a text takes."""
    texts = marked()
    held = tallied([each for each in texts if each.held_out])
    rows = [
        row
        for kind, tally in sorted(held.items())
        for row in (
            Measure(f"{kind}, precision", tally.precision, f"of {tally.right + tally.wrong}", goal=at_least(PRECISION)),
            Measure(f"{kind}, recall", tally.recall, f"of {tally.right + tally.missed}", goal=at_least(RECALL)),
        )
    ]
    for name, tally in (("held out", held), ("tuned on", tallied([each for each in texts if not each.held_out]))):
        every = _together(list(tally.values()))
        rows += [
            Measure(f"all kinds, {name}, precision", every.precision, f"of {every.right + every.wrong}"),
            Measure(f"all kinds, {name}, recall", every.recall, f"of {every.right + every.missed}"),
        ]
    return [*rows, Measure("a text", _took(texts, QUICK_ROUNDS if quick else ROUNDS), "ms")]


def tallied(texts: Sequence[Marked]) -> dict[str, Tally]:
    """What is right, wrong and missed in them, by kind; what is found has to touch what is marked."""
    tallies: dict[str, Tally] = {}
    known = published()
    for each in texts:
        found = secrets(each.text, known)
        for kind, start, end in each.secrets:
            tally = tallies.setdefault(kind, Tally())
            if any(one.kind == kind and _touch(one, start, end) for one in found):
                tally.right += 1
            else:
                tally.missed += 1
                tally.said.append(f"missed in: {each.text}")
        for one in found:
            if not any(one.kind == kind and _touch(one, start, end) for kind, start, end in each.secrets):
                tally = tallies.setdefault(one.kind, Tally())
                tally.wrong += 1
                tally.said.append(f"{each.text[one.start : one.end]!r} in: {each.text}")
    return tallies


def _touch(found: Secret, start: int, end: int) -> bool:
    return found.start < end and start < found.end


def _together(tallies: Sequence[Tally]) -> Tally:
    total = Counter[str]()
    for tally in tallies:
        total.update(right=tally.right, wrong=tally.wrong, missed=tally.missed)
    return Tally(total["right"], total["wrong"], total["missed"])


def _took(texts: Sequence[Marked], rounds: int) -> float:
    """Milliseconds for a text of the set, of which half have a secret; of what customers write it is one in two hundred."""
    known = published()
    began = time.perf_counter()
    for _ in range(rounds):
        for each in texts:
            secrets(each.text, known)
    return (time.perf_counter() - began) * 1000 / (rounds * len(texts))

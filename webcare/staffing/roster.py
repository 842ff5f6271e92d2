"""A week's shifts for a team, placed one after the other where they are missed most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from webcare.staffing.week import HOUR, HOURS, WEEK, Assumptions, demand

LENGTH = 8
WORKED = 7 / 8
BREAKS = ((98, 15), (203, 30), (323, 15))  # minutes after the beginning, and how long
APART = 15  # people of one shift go one after the other, in four turns
REST = 11
SCARCELY = 0.1  # what an hour with nobody counts as covered, lest it outweigh all others
THIRD = ("es", "de", "fr", "nl", "pt", "it")


@dataclass(frozen=True, slots=True)
class Agent:
    """The first language is the native one; `shifts` are the hours of the week at which they begin."""

    key: int
    languages: tuple[str, ...]
    shifts: tuple[int, ...]

    @property
    def native(self) -> str:
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Turn:
    """At a moment, somebody comes, goes for a break, is back, or leaves."""

    at: float
    what: str  # comes | pauses | returns | leaves
    agent: int


def agents(assumptions: Assumptions, seed: int) -> tuple[Agent, ...]:
    """Everybody with languages and shifts; the same for the same seed."""
    chance = Random(seed)
    people: list[Agent] = []
    for language, begins in _placed(assumptions).items():
        for shifts in _shared_out(sorted(begins), assumptions.speakers[language]):
            spoken = [language] if language == "en" else [language, "en"]
            if chance.random() < assumptions.third_language:
                spoken.append(chance.choice([third for third in THIRD if third not in spoken]))
            people.append(Agent(len(people), tuple(spoken), tuple(shifts)))
    return tuple(people)


def turns(people: Sequence[Agent]) -> list[Turn]:
    """What happens on the floor from Monday on; the week before and the one after are alike."""
    found: list[Turn] = []
    for person in people:
        wait = person.key % 4 * APART
        for shift in person.shifts:
            for week in (-1, 0, 1):
                begins = float(shift * HOUR + week * WEEK)
                if begins + LENGTH * HOUR <= 0:
                    continue
                found.append(Turn(begins, "comes", person.key))
                for after, minutes in BREAKS:
                    found.append(Turn(begins + after + wait, "pauses", person.key))
                    found.append(Turn(begins + after + wait + minutes, "returns", person.key))
                found.append(Turn(begins + LENGTH * HOUR, "leaves", person.key))
    return sorted(found, key=lambda turn: (turn.at, turn.agent))


def _placed(assumptions: Assumptions) -> dict[str, list[int]]:
    """The hours at which each group's shifts begin: where its own demand and its share of all is covered least."""
    own = {
        language: [share * assumptions.hours_at_work for share in hours]
        for language, hours in demand(assumptions).items()
    }
    whole = [max(assumptions.fewest, sum(hours)) for hours in zip(*own.values(), strict=True)]
    everybody = sum(assumptions.speakers.values())
    placed: dict[str, list[int]] = {}
    for group, people in assumptions.speakers.items():
        shifts = round(people * assumptions.shifts)
        wanted = [mine + people / everybody * all_of_it for mine, all_of_it in zip(own[group], whole, strict=True)]
        times = shifts * LENGTH * WORKED / sum(wanted)
        placed[group] = _where_missed([hour * times for hour in wanted], shifts)
    return placed


def _where_missed(wanted: Sequence[float], shifts: int) -> list[int]:
    """One shift after the other, each over the hours that are covered least for what is wanted in them."""
    covered = [0.0] * HOURS
    begins: list[int] = []
    for _ in range(shifts):
        missed = [want / (there + SCARCELY) for want, there in zip(wanted, covered, strict=True)]
        best = max(range(HOURS), key=lambda begin: sum(missed[(begin + hour) % HOURS] for hour in range(LENGTH)))
        begins.append(best)
        for hour in range(best, best + LENGTH):
            covered[hour % HOURS] += WORKED
    return begins


def _shared_out(begins: Sequence[int], people: int) -> list[list[int]]:
    """Shifts given to people, who rest eleven hours between two where that can be."""
    theirs: list[list[int]] = [[] for _ in range(people)]
    for shift in begins:
        rested = [one for one in theirs if _free(one, shift, LENGTH + REST)] or [
            one for one in theirs if _free(one, shift, LENGTH)
        ]
        min(rested, key=len).append(shift)
    return theirs


def _free(shifts: Sequence[int], shift: int, hours: int) -> bool:
    return all(min((shift - other) % HOURS, (other - shift) % HOURS) >= hours for other in shifts)

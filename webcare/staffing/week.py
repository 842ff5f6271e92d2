"""A week of messages drawn by chance, as the one of a large airline would look; every figure is a parameter.

All times are minutes since Monday, 00:00, where the people work.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from webcare.routing.facts import Kind

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
HOURS = 168

LANGUAGES = {
    "en": 54.5, "nl": 36.75, "es": 1.8, "de": 1.5, "pt": 1.2, "fr": 1.1, "zh": 0.8, "it": 0.7, "ja": 0.6, "ru": 0.6,
    "ko": 0.45,
}  # fmt: skip
AWAY = {"ja": -8, "zh": -7, "ru": -2, "es": 2, "pt": 4, "ko": -8}
BY_HOUR = (
    1.2, 0.9, 0.8, 0.7, 0.8, 1.2, 2.2, 3.6, 5.0, 6.0, 6.3, 6.2, 6.0, 5.9, 5.8, 5.7, 5.6, 5.5, 5.3, 5.2, 5.1, 4.6, 3.3, 2.1,
)  # fmt: skip
BY_DAY = (1.08, 1.05, 1.03, 1.03, 1.06, 0.87, 0.88)
SPEAKERS = {"nl": 34, "en": 12, "es": 8, "de": 7, "fr": 6, "pt": 5, "zh": 4, "it": 4, "ja": 3, "ru": 3, "ko": 2}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`load` is the work expected in a week, with its incidents, over the hours that people are at work.

    `noise` is the coefficient of variation of an hour, `spread` that of handling times, `blur` the noise of their logarithm
    in a prediction.
    """

    load: float = 0.80
    follow_ups: float = 0.20
    answerless: float = 0.24
    urgent: float = 0.15
    languages: Mapping[str, float] = field(default_factory=lambda: LANGUAGES)
    noise: float = 0.18
    incidents: int = 5
    minutes: Mapping[Kind, float] = field(
        default_factory=lambda: {Kind.URGENT: 4.9, Kind.FIRST: 4.9, Kind.FOLLOW_UP: 6.65}
    )
    promised: Mapping[Kind, float] = field(
        default_factory=lambda: {Kind.URGENT: 15.0, Kind.FIRST: 60.0, Kind.FOLLOW_UP: 240.0}
    )
    spread: float = 0.9
    blur: float = 0.6
    fallback: float = 1.25
    speakers: Mapping[str, int] = field(default_factory=lambda: SPEAKERS)
    third_language: float = 0.20
    shifts: float = 3.6
    fewest: float = 3.0

    @property
    def following(self) -> float:
        """The share of follow-ups in what asks for an answer: without an answer go first messages only."""
        return self.follow_ups / (self.follow_ups + (1 - self.follow_ups) * (1 - self.answerless))

    @property
    def hours_at_work(self) -> float:
        """Shifts of eight hours with one of breaks."""
        return sum(self.speakers.values()) * self.shifts * 7

    @property
    def messages(self) -> float:
        """How many ask for an answer, but for what incidents bring: each doubles an hour and a half, on average."""
        each = (1 - self.following) * self.minutes[Kind.FIRST] + self.following * self.minutes[Kind.FOLLOW_UP]
        return self.load * self.hours_at_work * HOUR / each / (1 + self.incidents * 1.5 / HOURS)


@dataclass(frozen=True, slots=True)
class Message:
    """One that asks for an answer. Only the customers' luck knows `minutes`; people know what was `predicted`."""

    key: int
    language: str
    kind: Kind
    since: float
    due: float
    minutes: float
    predicted: float


def demand(assumptions: Assumptions) -> dict[str, list[float]]:
    """The share of a week's messages by language and hour of the week."""
    shares: dict[str, list[float]] = {}
    everything = sum(assumptions.languages.values())
    for language, share in assumptions.languages.items():
        hours = [BY_DAY[hour // 24] * BY_HOUR[(hour - AWAY.get(language, 0)) % 24] for hour in range(HOURS)]
        shares[language] = [share / everything * hour / sum(hours) for hour in hours]
    return shares


def messages(assumptions: Assumptions, seed: int) -> list[Message]:
    """One week, in the order in which they come; the same for the same seed."""
    chance = Random(seed)
    swings = _swings(assumptions, chance)
    drawn = [
        _message(assumptions, chance, language, at)
        for language, shares in demand(assumptions).items()
        for hour, share in enumerate(shares)
        for at in _moments(assumptions.messages * share * swings[hour], hour * HOUR, chance)
    ]
    drawn.sort(key=lambda message: message.since)
    return [
        Message(key, one.language, one.kind, one.since, one.due, one.minutes, one.predicted)
        for key, one in enumerate(drawn)
    ]


def _swings(assumptions: Assumptions, chance: Random) -> list[float]:
    """How much more comes in each hour than usual: gamma noise, and incidents of one to two hours."""
    shape = 1 / assumptions.noise**2
    swings = [chance.gammavariate(shape, 1 / shape) for _ in range(HOURS)]
    for _ in range(assumptions.incidents):
        begins = chance.uniform(0, HOURS - 2)
        ends, times = begins + chance.uniform(1, 2), chance.uniform(1.6, 2.4)
        for hour in range(int(begins), min(HOURS, int(ends) + 1)):
            within = min(ends, hour + 1) - max(begins, hour)
            swings[hour] *= 1 + (times - 1) * max(0.0, within)
    return swings


def _moments(expected: float, begins: float, chance: Random) -> list[float]:
    """Poisson arrivals within an hour."""
    moments: list[float] = []
    at = chance.expovariate(expected)
    while at < 1:
        moments.append(begins + at * HOUR)
        at += chance.expovariate(expected)
    return moments


def _message(assumptions: Assumptions, chance: Random, language: str, at: float) -> Message:
    kind = Kind.FIRST
    if chance.random() < assumptions.following:
        kind = Kind.FOLLOW_UP
    elif chance.random() < assumptions.urgent:
        kind = Kind.URGENT
    variance = math.log(1 + assumptions.spread**2)
    minutes = chance.lognormvariate(math.log(assumptions.minutes[kind]) - variance / 2, math.sqrt(variance))
    predicted = minutes * chance.lognormvariate(0, assumptions.blur)
    return Message(0, language, kind, at, at + assumptions.promised[kind], minutes, predicted)

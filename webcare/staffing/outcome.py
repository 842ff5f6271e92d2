"""What became of the customers of simulated weeks, in the figures by which a floor is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from statistics import mean

from webcare.routing.facts import Kind
from webcare.staffing.floor import Answer
from webcare.staffing.week import Message

LARGE = ("en", "nl")
UNANSWERED = 3 * 24 * 60.0  # what is without an answer when the simulation ends has waited at least that long


@dataclass(frozen=True, slots=True)
class Outcome:
    """Minutes from arrival until the answer is sent, and shares; of first answers where nothing else is said.

    `natively` is the share of messages in small languages answered by somebody whose first language it is,
    `in_language` by anybody who speaks it.
    """

    mean: float
    within_15: float
    within_60: float
    urgent_within_15: float
    p95: float
    worst_language_mean: float
    worst_language_within_60: float
    small_within_60: float
    natively: float
    in_language: float
    follow_ups_within_240: float
    longest: float


def outcome(week: Sequence[Message], answers: Sequence[Answer | None]) -> Outcome:
    """The figures of one week."""
    both = list(zip(week, answers, strict=True))
    waits = [(message, _waited(message, answer)) for message, answer in both]
    firsts = [(message, waited) for message, waited in waits if message.kind != Kind.FOLLOW_UP]
    minutes = sorted(waited for _, waited in firsts)
    average = mean(minutes)
    languages = [[waited for message, waited in firsts if message.language == one] for one in _languages(week)]
    small = [(message, answer) for message, answer in both if message.language not in LARGE]
    return Outcome(
        mean=average,
        within_15=_within(15, minutes),
        within_60=_within(60, minutes),
        urgent_within_15=_within(15, [waited for message, waited in firsts if message.kind == Kind.URGENT]),
        p95=minutes[int(len(minutes) * 0.95)],
        worst_language_mean=max(mean(one) for one in languages) / average,
        worst_language_within_60=min(_within(60, one) for one in languages),
        small_within_60=_within(60, [waited for message, waited in firsts if message.language not in LARGE]),
        natively=_share(answer is not None and answer.agent.native == message.language for message, answer in small),
        in_language=_share(answer is not None and answer.in_language for _, answer in small),
        follow_ups_within_240=_within(240, [waited for message, waited in waits if message.kind == Kind.FOLLOW_UP]),
        longest=max(waited for _, waited in waits),
    )


def average(outcomes: Sequence[Outcome]) -> Outcome:
    """Each figure's mean over weeks."""
    return Outcome(**{one.name: mean(getattr(week, one.name) for week in outcomes) for one in fields(Outcome)})


def _waited(message: Message, answer: Answer | None) -> float:
    return UNANSWERED if answer is None else answer.sent - message.since


def _languages(week: Sequence[Message]) -> list[str]:
    return sorted({message.language for message in week if message.kind != Kind.FOLLOW_UP})


def _within(minutes: float, waits: Sequence[float]) -> float:
    return _share(waited <= minutes for waited in waits)


def _share(facts: Iterator[bool]) -> float:
    told = list(facts)
    return sum(told) / len(told) if told else 1.0

"""Who of the cast answers at an hour, and how long it takes: a believable floor for the make-believe history."""

from datetime import datetime
from math import log
from random import Random

from webcare.demo.cast import AGENTS, BAGGAGE, SOCIAL, Agent
from webcare.demo.telling import Story

# Median minutes to the first answer; the spread leaves about four in a hundred later than an hour.
MEDIAN_MINUTES = 22.0
MEDIAN_URGENT_MINUTES = 9.0
MEDIAN_MAIL_MINUTES = 38.0
SPREAD = 0.55
MEDIAN_TURN_MINUTES = 8.0

_ANSWERING = tuple(each for each in AGENTS if each.role in ("agent", "lead") and each.team not in (BAGGAGE, SOCIAL))


def who_answers(language: str, local: datetime, rng: Random) -> Agent:
    """A native on duty, else somebody fluent on duty, else a native who stayed on."""
    able = [agent for agent in _ANSWERING if agent.level(language) in ("native", "fluent")]
    natives = [agent for agent in able if agent.level(language) == "native"]
    on_duty = [agent for agent in able if is_on_duty(agent, local.hour)]
    for choice in ([agent for agent in natives if agent in on_duty], on_duty, natives):
        if choice:
            return rng.choice(choice)
    raise LookupError(f"Nobody of the cast answers in {language}; give an agent that language.")


def is_on_duty(agent: Agent, hour: int) -> bool:
    """Whether the agent's shift ("23:00–07:00") covers the hour of the day."""
    starts, ends = (int(edge[:2]) for edge in agent.shift.split("–"))
    return starts <= hour < ends if starts < ends else hour >= starts or hour < ends


def minutes_to_answer(story: Story, rng: Random) -> int:
    if story.urgent:
        median = MEDIAN_URGENT_MINUTES
    else:
        median = MEDIAN_MAIL_MINUTES if story.network == "email" else MEDIAN_MINUTES
    return _minutes(median, rng)


def minutes_of_a_turn(story: Story, rng: Random) -> int:
    """Between two turns of a conversation; letters take longer."""
    return _minutes(MEDIAN_TURN_MINUTES * (12 if story.network == "email" else 1), rng)


def _minutes(median: float, rng: Random) -> int:
    return max(1, round(rng.lognormvariate(log(median), SPREAD)))

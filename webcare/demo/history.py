"""Two weeks of make-believe history: what was written and answered, when and by whom, for the demo's seeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

from webcare.demo.cast import LANGUAGES, Agent
from webcare.demo.filing import CaseFile, file_case
from webcare.demo.floor import minutes_of_a_turn, minutes_to_answer, who_answers
from webcare.demo.telling import Story, Storyteller
from webcare.demo.wording import sign

NoAnswer = Literal["spam", "tag_only", "chatter"]

# Shares of the languages and of the hours (local, per cent), hours by which a language is later than we are, and the
# weight of each day from Monday on: the measured week of a large airline's desk.
MIX = {
    "en": 54.5, "nl": 36.75, "es": 1.8, "de": 1.5, "pt": 1.2, "fr": 1.1,
    "zh": 0.8, "it": 0.7, "ja": 0.6, "ru": 0.6, "ko": 0.45,
}  # fmt: skip
HOURS = (
    1.2, 0.9, 0.8, 0.7, 0.8, 1.2, 2.2, 3.6, 5.0, 6.0, 6.3, 6.2,
    6.0, 5.9, 5.8, 5.7, 5.6, 5.5, 5.3, 5.2, 5.1, 4.6, 3.3, 2.1,
)  # fmt: skip
LATER = {"ja": -8, "ko": -8, "zh": -7, "ru": -2, "es": 2, "pt": 4}
WEEKDAYS = (1.08, 1.05, 1.03, 1.03, 1.06, 0.87, 0.88)
NOISE = 0.18  # coefficient of variation of an hour
FIRSTS = 0.75  # of all the customers' messages; the others follow up

STORM_BEGINS = timedelta(days=8, hours=15)
STORM_LASTS = timedelta(hours=3)
STORM_FACTOR = 2.4


@dataclass(frozen=True)
class Said:
    """One message; `by` is None when the customer says it."""

    when: datetime
    by: Agent | None
    text: str


@dataclass(frozen=True)
class Exchange:
    """A conversation from its first message to its last. Waiting when it has neither an answer nor a `no_answer`."""

    when: datetime
    story: Story
    said: tuple[Said, ...]
    no_answer: NoAnswer | None
    case: CaseFile | None

    @property
    def answer(self) -> Said | None:
        """The first answer."""
        return next((each for each in self.said if each.by), None)

    @property
    def answered_after(self) -> timedelta | None:
        """From the first message to the first answer."""
        return self.answer.when - self.when if self.answer else None


def plan(seed: int, days: int, start: datetime, per_hour: float) -> tuple[Exchange, ...]:
    """The exchanges of `days` days from `start` (aware, in the desk's time zone), oldest first, `per_hour` messages of
    customers on average. Nothing is said after the end, so the last ones still wait; equal arguments, equal history."""
    rng, teller = Random(f"history {seed}"), Storyteller(seed, "history")
    end = start.astimezone(UTC) + timedelta(days=days)
    moments = sorted(_moments(rng, days, start, per_hour))
    return tuple(_exchange(rng, teller, start, end, when, language) for when, language in moments)


def _exchange(
    rng: Random, teller: Storyteller, start: datetime, end: datetime, when: datetime, language: str
) -> Exchange:
    local = when.astimezone(start.tzinfo)
    story = teller.tell(language, local, storm=_is_stormy(when - start))
    if story.answer is None:
        return Exchange(when, story, (Said(when, None, story.text),), _no_answer(story), None)
    said = tuple(each for each in _conversation(rng, story, when, local) if each.when <= end)
    answered = next((each for each in said if each.by), None)
    case = file_case(story, when, answered.when, end, rng) if answered else None
    return Exchange(when, story, said, None, case)


def _conversation(rng: Random, story: Story, when: datetime, local: datetime) -> Iterator[Said]:
    yield Said(when, None, story.text)
    agent = who_answers(story.language, local, rng)
    wait = timedelta(minutes=minutes_to_answer(story, rng))
    for place, text in enumerate(story.follow_ups, start=1):
        yield Said(when + wait * place / (len(story.follow_ups) + 1), None, text)
    moment = when + wait
    yield Said(moment, agent, sign(story.answer or "", agent))
    for place, text in enumerate(story.then):
        moment += timedelta(minutes=minutes_of_a_turn(story, rng))
        yield Said(moment, agent if place % 2 else None, sign(text, agent))


def _no_answer(story: Story) -> NoAnswer:
    if story.kind == "spam":
        return "spam"
    words = [word for word in story.text.split() if word[0] not in "@#" and any(map(str.isalpha, word))]
    return "chatter" if words else "tag_only"


def _moments(rng: Random, days: int, start: datetime, per_hour: float) -> Iterator[tuple[datetime, str]]:
    for hour in range(days * 24):
        begins = start.astimezone(UTC) + timedelta(hours=hour)
        noise = rng.gammavariate(1 / NOISE**2, NOISE**2)
        factor = STORM_FACTOR if _is_stormy(begins - start) else 1.0
        for language in LANGUAGES:
            rate = per_hour * FIRSTS * _weight(language, begins.astimezone(start.tzinfo)) * noise * factor
            for seconds in _arrivals_within_an_hour(rng, rate):
                yield begins + timedelta(seconds=seconds), language


def _weight(language: str, local: datetime) -> float:
    """How much of an average hour's messages come in this language in this hour."""
    share = MIX[language] / sum(MIX.values())
    of_day = HOURS[(local.hour - LATER.get(language, 0)) % 24] * 24 / 100
    return share * of_day * WEEKDAYS[local.weekday()]


def _arrivals_within_an_hour(rng: Random, rate: float) -> Iterator[int]:
    """Seconds of a Poisson stream of `rate` an hour."""
    second = rng.expovariate(rate / 3600)
    while second < 3600:
        yield int(second)
        second += rng.expovariate(rate / 3600)


def _is_stormy(since_start: timedelta) -> bool:
    return STORM_BEGINS <= since_start < STORM_BEGINS + STORM_LASTS

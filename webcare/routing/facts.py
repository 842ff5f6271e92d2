"""What the policy is told of waiting work and of people, and what it decides; frozen values, without Django.

All moments are minutes on one clock of the caller's own choosing; only their differences count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    URGENT = "urgent"
    FIRST = "first"
    FOLLOW_UP = "follow_up"


class Level(IntEnum):
    """How well somebody answers in a language."""

    BASIC = 1
    FLUENT = 2
    NATIVE = 3


@dataclass(frozen=True, slots=True)
class Work:
    """Something that waits for an answer.

    `minutes` is how long it is predicted to take, `trust` the measured rank correlation of such predictions with what
    they became: 0 is "not known", and the prediction then counts for nothing. A language that is not certain is empty, and everybody may take it.
    What has no deadline has `math.inf` for one.
    """

    key: int
    language: str
    kind: Kind
    since: float
    due: float
    minutes: float = 5.0
    trust: float = 0.0
    network: str = ""
    topic: str = ""
    last_agent: int | None = None
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on shift. Whoever is at work on something, or has a break, has no `idle_since`.

    `load` is what they hold open beside, `given` how many pieces of work they were given so far this shift (now and then it is
    the turn of what waits longest), `cluster` what their last answer was about.
    """

    key: int
    languages: Mapping[str, Level]
    skills: frozenset[str] = frozenset()
    load: int = 0
    idle_since: float | None = None
    given: int = 0
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a minute of handling is worth while at least `down_to` minutes of the promise would be left after it.

    It grows evenly from `price` where the stretch begins to `rising_to` where it ends.
    """

    down_to: float
    price: float
    rising_to: float | None = None


Prices = Mapping[Kind, tuple[Stretch, ...]]
LOST = float("-inf")
PRICES: Prices = {
    Kind.URGENT: (Stretch(0, 20), Stretch(LOST, 3)),
    Kind.FIRST: (Stretch(51, 1), Stretch(45, 3), Stretch(20, 1), Stretch(0, 4), Stretch(LOST, 3)),
    Kind.FOLLOW_UP: (Stretch(120, 0.05), Stretch(0, 0.05, 1.2), Stretch(LOST, 0.002)),
}
"""For promises of 15, 60 and 240 minutes. A first answer is worth more just before it has waited a quarter of an hour, and
again when its hour ends. What is late falls back: it is late whatever is done, but its wait goes on."""

SWAMPED: Prices = {
    Kind.URGENT: PRICES[Kind.URGENT],
    Kind.FIRST: (Stretch(20, 1), Stretch(0, 2), Stretch(LOST, 1)),
    Kind.FOLLOW_UP: (Stretch(0, 1), Stretch(LOST, 0.002)),
}
"""When not all can be in time, the shortest go first, so that most are."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What an organisation finds how important. docs/floor.md tells what each does and what it was measured to be worth."""

    prices: Prices = field(default_factory=lambda: PRICES)
    swamped: Prices = field(default_factory=lambda: SWAMPED)
    many: float = 14.0  # so many follow-ups that wait for each person on shift are too many: `swamped` counts
    usual: Mapping[Kind, float] = field(
        default_factory=lambda: {Kind.URGENT: 4.9, Kind.FIRST: 4.9, Kind.FOLLOW_UP: 6.65}
    )
    believed_from: float = 0.4  # a prediction whose rank correlation is lower is not used
    demand: Mapping[str, float] = field(default_factory=dict)  # the share of all messages in each language, in %
    fallback: str = "en"
    thin_below: float = 0.25  # a language is thin where no larger share of those on shift speaks it
    thin: float = 2.0  # how much more own work counts in a language that few on shift speak
    native_first: Mapping[Kind, float] = field(
        default_factory=lambda: {Kind.URGENT: 12.0, Kind.FIRST: 52.0, Kind.FOLLOW_UP: 60.0}
    )  # of a thin language with a native on shift, others take it only once no more than so many minutes are left
    overflow: Mapping[Kind, float] = field(
        default_factory=lambda: {Kind.URGENT: 5.0, Kind.FIRST: 35.0, Kind.FOLLOW_UP: 30.0}
    )  # the same for an answer in the fallback language although somebody speaks the right one
    overflow_price: float = 0.7
    kept_free: int = 1  # how many stay free before what can be put off is begun
    put_off: float = 120.0  # a follow-up with more minutes than this left can be put off
    forgotten: float = 1440.0  # what is later than so many minutes …
    turn: int = 100  # … is one of so many pieces of work that somebody is given, the latest first
    known_customer: float = 1.5
    known_question: float = 1.2
    skilled: frozenset[str] = frozenset()  # networks and topics that only those take who have them among their skills
    endless: float = 2880.0  # without a deadline, something is due after so many minutes


@dataclass(frozen=True, slots=True)
class Because:
    """One reason, as a key of `routing/saying.py` and what to fill in."""

    reason: str
    language: str = ""
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """Who takes what. Without a person: it waits. Without work: they stay free. Either way it says why."""

    person: int | None
    work: int | None
    why: tuple[Because, ...]

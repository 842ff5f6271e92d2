"""What we promised about time, to whom, and which of our promises holds for one message."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from webcare.clocks.hours import OpeningHours

Kind = Literal["first", "follow_up", "resolution"]

_NAMES: dict[Kind, str] = {"first": "a first answer", "follow_up": "a follow-up answer", "resolution": "a solution"}


@dataclass(frozen=True)
class Facts:
    """What is known of a message when a clock starts; None where nobody can tell."""

    kind: Kind
    network: str | None = None
    language: str | None = None
    urgency: str | None = None


@dataclass(frozen=True)
class Promise:
    """So many `minutes` of opening hours for one kind of clock; None in a condition means: whichever it is."""

    name: str
    network: str | None
    language: str | None
    urgency: str | None
    kind: Kind
    minutes: int
    hours: OpeningHours

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError(f"The promise {self.name!r} needs at least one minute.")

    def holds_for(self, facts: Facts) -> bool:
        return (
            self.kind == facts.kind
            and self.network in (None, facts.network)
            and self.language in (None, facts.language)
            and self.urgency in (None, facts.urgency)
        )


def choose(promises: Iterable[Promise], facts: Facts) -> Promise | None:
    """The most specific promise that holds, or None.

    The one with more conditions wins. At a draw urgency weighs more than language, language more than network; then
    the shorter promise, then the name decides, so that the order in which they come never matters.
    """
    return min((promise for promise in promises if promise.holds_for(facts)), key=_rank, default=None)


def why(promises: Iterable[Promise], facts: Facts) -> str:
    """The choice in one English sentence that an agent or administrator can check."""
    known = list(promises)
    chosen = choose(known, facts)
    if chosen is None:
        return f"No promise holds for {_NAMES[facts.kind]} here, so no clock runs."
    sentence = f"“{chosen.name}” promises {_NAMES[chosen.kind]} within {chosen.minutes} minutes for {_scope(chosen)}"
    beaten = sorted(promise.name for promise in known if promise != chosen and promise.holds_for(facts))
    return f"{sentence}; it comes before {', '.join(f'“{name}”' for name in beaten)}." if beaten else f"{sentence}."


def _rank(promise: Promise) -> tuple[int, bool, bool, bool, int, str]:
    any_urgency, any_language, any_network = (
        condition is None for condition in (promise.urgency, promise.language, promise.network)
    )
    conditions_missing = any_urgency + any_language + any_network
    return (conditions_missing, any_urgency, any_language, any_network, promise.minutes, promise.name)


def _scope(promise: Promise) -> str:
    conditions = {"urgency": promise.urgency, "language": promise.language, "network": promise.network}
    given = [f"{name} {value}" for name, value in conditions.items() if value is not None]
    return " and ".join(given) or "every message"

"""Whether somebody may take work of a language and kind at all, and from when. Without Django."""

from __future__ import annotations

from dataclasses import dataclass

from webcare.routing.book import Book, Crew
from webcare.routing.facts import Kind, Level, Person

ANY_TIME = float("inf")
NATIVELY, WELL, IN_FALLBACK = range(3)


@dataclass(frozen=True, slots=True)
class Access:
    """Allowed once no more than `upto` minutes are left in which to begin; `rank` tells who of several does it better."""

    factor: float
    upto: float
    rank: int
    reason: str


def swamped(book: Book, crew: Crew) -> bool:
    """Whether more can be put off than will ever be done in time."""
    return book.follow_ups > book.weights.many * len(crew.people)


def may_take(person: Person, language: str, kind: Kind, book: Book, crew: Crew) -> Access | None:
    """How this person may take it; None if they may not, now or later.

    An answer in the fallback language is always allowed where nobody on shift speaks the customer's.
    """
    weights = book.weights
    others = len(crew.free) - (person.key in crew.free)
    puts_off = kind == Kind.FOLLOW_UP and others < weights.kept_free and not swamped(book, crew)
    upto = weights.put_off if puts_off else ANY_TIME
    if not language:
        return Access(1.0, upto, WELL, "uncertain")
    level = person.languages.get(language)
    if level is None:
        if weights.fallback not in person.languages:
            return None
        if not crew.speakers.get(language):
            return Access(1.0, upto, IN_FALLBACK, "nobody_speaks")
        return Access(weights.overflow_price, min(upto, weights.overflow[kind]), IN_FALLBACK, "overflow")
    if language == weights.fallback:
        return Access(1.0, upto, NATIVELY, "speaks")
    speak = crew.speakers.get(language, 0) / max(1, len(crew.people))
    factor = 1.0 + weights.thin * max(0.0, 1.0 - speak)
    if level == Level.NATIVE:
        return Access(factor, upto, NATIVELY, "only_one" if crew.speakers.get(language) == 1 else "speaks")
    if crew.natives.get(language) and speak < weights.thin_below:
        upto = min(upto, weights.native_first[kind])
    return Access(factor, upto, WELL, "speaks")


def is_there(book: Book, language: str) -> bool:
    """Whether anything waits in this language."""
    return bool(book.lines.get(language))

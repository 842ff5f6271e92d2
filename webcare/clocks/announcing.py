"""What may be said about waiting, and when: in profiles on the networks, on the website, by phone, at a counter, in a cabin. Pure.

A profile tells what one waits now. The other texts tell what is promised, and may not be used while that cannot be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from webcare.clocks.tongues import PLACES, TONGUES, Tongue

STEPS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440)  # minutes: nobody needs to know it finer
CLEARLY = 0.8  # of what is said: only when one waits clearly less is less said
BLANK = "{wait}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """As the board has it: seconds; `expected` is None where nothing was measured lately, `promised` where nothing is promised."""

    expected: float | None
    promised: float | None
    fresh: bool = True

    @property
    def can_be_kept(self) -> bool:
        """Whether somebody who writes now gets an answer in the promised time, as far as anybody can tell."""
        return self.fresh and self.promised is not None and (self.expected is None or self.expected <= self.promised)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One text; whoever shows it asks whether it is `usable` first."""

    language: str
    place: str
    text: str
    usable: bool


def in_steps(seconds: float) -> int | None:
    """Minutes, rounded up to what one can say; None beyond a day, when there is nothing good to say."""
    minutes = max(1, ceil(seconds / 60))
    return next((step for step in STEPS if minutes <= step), None)


def to_say(said: int | None, expected: float | None) -> int | None:
    """How many minutes a profile should say, where it says `said`: more at once, less only when it is clearly less.

    None where nobody can tell.
    """
    if expected is None or (now := in_steps(expected)) is None:
        return None
    if said is None or now >= said:
        return now
    return now if expected <= CLEARLY * said * 60 else said


def sentence(minutes: int | None, language: str) -> str:
    """The waiting time in a language of the customers."""
    tongue = _tongue(language)
    return tongue.unknown if minutes is None else tongue.now.format(span=tongue.span(minutes))


def longest_sentence(language: str) -> str:
    """The longest that `sentence` can be."""
    return max((sentence(minutes, language) for minutes in (None, *STEPS)), key=len)


def filled(words: str, said: str) -> str:
    """The organisation's own words with the sentence in its place; without it the gap closes."""
    return words.replace(BLANK, said).replace("  ", " ").strip()


def announcements(waiting: Waiting, language: str, networks: Sequence[str]) -> list[Announcement]:
    """All texts in one language; none where nothing is promised or there is nowhere to write."""
    if waiting.promised is None or not networks:
        return []
    tongue = _tongue(language)
    promise = tongue.span(max(1, ceil(waiting.promised / 60)))
    where = tongue.several(list(networks))
    return [
        Announcement(language, place, tongue.texts[place].format(networks=where, promise=promise), waiting.can_be_kept)
        for place in PLACES
    ]


def speaks(language: str) -> bool:
    """Whether there are words in that language; else English stands in."""
    return language in TONGUES


def _tongue(language: str) -> Tongue:
    return TONGUES.get(language, TONGUES["en"])

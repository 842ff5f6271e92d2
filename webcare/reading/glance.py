"""Tells at a glance of which lists of phrases a text may say something, so that patterns are tried on those only.

A list of a hundred phrases is a slow pattern, and there are a hundred lists. But a phrase has words (in languages without
spaces signs) that a text must have to say it, and most texts have those of no phrase at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import regex

from webcare.reading.phrase import WITHOUT_SPACES, folded

Listed = tuple[str, str]
"""A list of phrases and its language, as `phrases` takes them."""

PREFIX = 4
"""Letters by which a word with an open end (`strand*`) is looked up, when it has so many."""

REMEMBERED = 4096
"""Words of which each glance remembers what they may mean; people use the same ones again and again."""

_WORD = regex.compile(r"\w+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)  # finds the same, where there is nothing else, in half the time
_PIECE = regex.compile(r"[^ ~]+")
_FOREIGN = regex.compile(r"[^\x00-\x7f]")
_OPEN = "*"
_ANY = ""  # what every text has: for phrases that consist of signs only


class Glance:
    """Knows what a text must have for any of some lists."""

    def __init__(self, lists: Iterable[Listed]) -> None:
        self._by_anchor: dict[str, list[tuple[frozenset[str], Listed]]] = defaultdict(list)
        signs: set[str] = set()
        for listed, language in lists:
            needed = _signs_of if language in WITHOUT_SPACES else _words_of
            for phrase in folded(listed).lower().split("|"):
                wanted = needed(phrase)
                self._by_anchor[max(wanted, key=len)].append((wanted, (listed, language)))
                signs |= wanted
        self._signs = frozenset(signs)
        self._lengths = sorted({len(sign) - 1 for sign in signs if sign.endswith(_OPEN)})
        self._signs_in = lru_cache(REMEMBERED)(self._found_in)

    def may_say(self, text: str) -> set[Listed]:
        """The lists of which the folded text may have a phrase; of the others it certainly has none."""
        here = self._wanted_in(text.lower())
        return {key for sign in here for wanted, key in self._by_anchor.get(sign, ()) if wanted <= here}

    def _wanted_in(self, low: str) -> set[str]:
        """Everything in a text that any phrase wants: words, their beginnings, the signs that only other scripts have."""
        here = {_ANY}
        if low.isascii():
            words = _ASCII_WORD.findall(low)
        else:
            words = _WORD.findall(low)
            here.update(self._signs.intersection(low))
        for word in words:
            here.update(self._signs_in(word))
        return here

    def _found_in(self, word: str) -> frozenset[str]:
        beginnings = [word[:length] + _OPEN for length in self._lengths]
        return self._signs.intersection([word, *beginnings])


def _words_of(phrase: str) -> frozenset[str]:
    """Words that have to stand in the text as they are, and the beginnings of open ones."""
    wanted = [_ANY]
    for piece in _PIECE.findall(phrase):
        if "#" in piece:
            continue  # `#h` is written 3h: one word, and any number
        words = _WORD.findall(piece.partition(_OPEN)[0])
        if _OPEN in piece and words:
            wanted.append(words.pop()[:PREFIX] + _OPEN)
        wanted += words
    return frozenset(wanted)


def _signs_of(phrase: str) -> frozenset[str]:
    """Signs of a phrase that may stand in the middle of a word."""
    return frozenset([_ANY, *_FOREIGN.findall(phrase)])

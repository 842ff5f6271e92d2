"""Tells at a glance of which lists of phrases a text may say something, so that patterns are tried on those only.

A list of a hundred phrases is a slow pattern, and there are a hundred lists. But a phrase has words (in languages without
spaces signs) that a text must have to say it, and most texts have those of no phrase at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import regex

from webcare.reading.phrase import WITHOUT_SPACES, folded

Listed = tuple[str, str]
"""A list of phrases and its language, as `phrases` takes them."""

PREFIX = 4
"""Letters by which a word with an open end (`strand*`) is looked up, when it has so many."""

_WORD = regex.compile(r"\w+")
_PIECE = regex.compile(r"[^ ~]+")
_FOREIGN = regex.compile(r"[^\x00-\x7f]")
_OPEN = "*"
_ANY = ""  # what every text has: for phrases that consist of signs only


class Glance:
    """Knows what a text must have for any of some lists."""

    def __init__(self, lists: Iterable[Listed]) -> None:
        self._by_anchor: dict[str, list[tuple[frozenset[str], Listed]]] = defaultdict(list)
        self._lengths: tuple[int, ...] = ()  # of the beginnings that any phrase wants
        for listed, language in lists:
            needed = _signs_of if language in WITHOUT_SPACES else _words_of
            for phrase in folded(listed).lower().split("|"):
                wanted = needed(phrase)
                self._by_anchor[max(wanted, key=len)].append((wanted, (listed, language)))
                open_ends = [sign for sign in wanted if sign.endswith(_OPEN)]
                self._lengths = tuple(sorted({*self._lengths, *(len(sign) - 1 for sign in open_ends)}))

    def may_say(self, text: str) -> set[Listed]:
        """The lists of which the folded text may have a phrase; of the others it certainly has none."""
        here = _signs(text, self._lengths)
        known = here & self._by_anchor.keys()
        return {key for anchor in known for wanted, key in self._by_anchor[anchor] if wanted <= here}


def _signs(text: str, lengths: Sequence[int]) -> frozenset[str]:
    """Everything in a text that can be wanted: its words, their beginnings, the signs that only other scripts have."""
    low = text.lower()
    words = set(_WORD.findall(low))
    beginnings = [word[:length] + _OPEN for word in words for length in lengths]
    return frozenset([_ANY, *words, *beginnings, *(() if low.isascii() else _FOREIGN.findall(low))])


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

"""A text as it is meant where it was written to be overlooked, and where each of its signs stands in the text as posted.

Digits and letters of any width become plain ones, signs that nobody sees go, every dash is a hyphen and Latin letters
lose their accents. Unlike `plain.py` and `phrase.py` it keeps count, so that what is found can be marked.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from webcare.reading.plain import READING_LIMIT

_UNSEEN = regex.compile(r"[\p{Cf}\p{Cs}\p{Mn}\uFE00-\uFE0F\u115F\u1160\u3164\uFFA0]")
_DASH = regex.compile(r"[\p{Pd}\u2212]")
_LATIN = regex.compile(r"\p{Latin}")


@dataclass(frozen=True, slots=True)
class Unmasked:
    """`origin` has the place in the posted text of each sign, and of the end."""

    text: str
    origin: range | list[int]

    def posted(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of it stands in the text as posted."""
        return self.origin[start], self.origin[end - 1] + 1


def unmasked(text: str) -> Unmasked:
    """The first `READING_LIMIT` signs of it."""
    posted = text[:READING_LIMIT]
    if posted.isascii():
        return Unmasked(posted, range(len(posted) + 1))
    signs: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(posted):
        plain = _plain(sign)
        signs.append(plain)
        origin += [place] * len(plain)
    return Unmasked("".join(signs), [*origin, len(posted)])


def _plain(sign: str) -> str:
    """What one sign is meant to be; nothing for one that is not seen."""
    if sign.isascii():
        return sign
    if _UNSEEN.match(sign):
        return ""
    if _DASH.match(sign):
        return "-"
    plain = unicodedata.normalize("NFKC", sign)
    return "".join(unicodedata.normalize("NFD", each)[0] if _LATIN.match(each) else each for each in plain)

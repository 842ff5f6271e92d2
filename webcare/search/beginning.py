"""How a word begins: as a pattern that Python and PostgreSQL read alike, in either case, with accents or without. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
_SPECIAL = frozenset("\\^$.|?*+()[]{}-/#&~")


def spelled(word: str) -> str:
    """The signs of the word, each in every way in which people type it; empty where the word holds no letter."""
    return "".join(_sign(sign) for sign in re.sub(r"^\W+", "", unicodedata.normalize("NFC", word)))


def first_part(word: str) -> str:
    """The word up to its first sign that is no letter or digit: what every dictionary takes for one word."""
    found = re.search(r"\w+", word)
    return found.group() if found else ""


def bare(word: str) -> str:
    """In lower case without accents, as most dictionaries keep it."""
    return "".join(_bare(sign) for sign in word)


def _sign(sign: str) -> str:
    if sign in _SPECIAL:
        return f"\\{sign}"
    alike = _alike().get(_bare(sign)) or "".join(sorted({s for s in (sign.lower(), sign.upper(), sign) if len(s) == 1}))
    return f"[{alike}]" if len(alike) > 1 else sign


def _bare(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[0].lower()


@lru_cache(maxsize=1)
def _alike() -> dict[str, str]:
    """Latin letters by what is left of them without case and accent; an accent in other scripts makes another letter."""
    alike: dict[str, str] = {}
    for sign in _LATIN:
        if sign.isalpha():
            alike[_bare(sign)] = alike.get(_bare(sign), "") + sign
    return alike

"""Turns the room's lists of phrases into patterns that find them as people really type, in any script.

In a list, `|` stands between phrases, `*` for any ending of a word, `~` for up to four words in between, and `#` for
a whole number from 1 to 12.
"""

import re
import unicodedata
from functools import lru_cache

import regex

WITHOUT_SPACES = frozenset({"zh", "ja", "ko"})
"""Languages in which a phrase need not begin or end at a border between words."""


_ACCENTS = regex.compile(r"[\u0300-\u036F]+")
_STRETCHED = regex.compile(r"([\p{Latin}\p{Cyrillic}])\1{2,}")
_STRETCHED_ASCII = re.compile(r"([A-Za-z])\1\1+")  # the same in a third of the time


@lru_cache(maxsize=8)  # one text is asked about many things, one after the other
def folded(text: str) -> str:
    """Without accents, without letters typed three times and more, with one kind of apostrophe; case is kept."""
    if text.isascii():
        return _STRETCHED_ASCII.sub(r"\1", text.replace("`", "'"))
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    plain = unicodedata.normalize("NFKC", bare).replace("’", "'").replace("`", "'")
    return str(_STRETCHED.sub(r"\1", plain))


@lru_cache(maxsize=512)
def phrases(listed: str, language: str) -> "regex.Pattern[str]":
    """A pattern for folded text; of two phrases that begin alike it finds the longer one, in either case of letters."""
    spaced = language not in WITHOUT_SPACES
    longest_first = sorted(folded(listed).split("|"), key=len, reverse=True)
    either = "|".join(_pattern(phrase, spaced=spaced) for phrase in longest_first)
    return regex.compile(rf"(?<!\w)(?:{either})(?!\w)" if spaced else f"(?:{either})", regex.IGNORECASE)


def _pattern(phrase: str, *, spaced: bool) -> str:
    signs = {
        "*": r"\w*",
        "~": r"(?:\W+\w+){0,4}?\W+" if spaced else ".{0,8}?",
        "#": "(?<![0-9])(?:1[0-2]|[1-9])",
        " ": r"\s+",
    }
    return "".join(signs.get(sign) or regex.escape(sign) for sign in phrase.replace(" ~ ", "~"))

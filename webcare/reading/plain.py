"""Turns a text as it was posted into one that the reading rules can trust, and into a preview for a list.

Only for reading: what people see on screen is always the text as it was posted.
"""

import re
import unicodedata
from functools import lru_cache

import regex

PREVIEW_GRAPHEMES = 140
READING_LIMIT = 4_000
"""Characters that the rules look at: a ten-megabyte mail says what it wants in its first page."""

# Format characters (bidi marks, zero-width, tags), surrogates left over from broken JSON, variation selectors, and
# the four "letters" that are drawn as nothing.
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cs}\uFE00-\uFE0F\U000E0100-\U000E01EF\u034F\u115F\u1160\u3164\uFFA0]+")
_CONTROL = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+")

_HANDLES_AND_LINKS = r"""
      (?:https?://|www\.)\S+              # links
    | @(?:[A-Za-z0-9_][A-Za-z0-9_.-]*(?:@[\w-]+(?:\.[\w-]+)+)?|\w+)   # handles, on X and on the fediverse
    | [#＃][^#＃\s]{1,60}[#＃]             # topics as Weibo writes them, with a mark at both ends
    | [#＃]\w+                             # hashtags
    | ^\s*RT\b:?                          # a retweet by hand
"""
_MAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ADDRESSED = regex.compile(_HANDLES_AND_LINKS, regex.VERBOSE)
_ADDRESSED_ASCII = re.compile(_HANDLES_AND_LINKS, re.VERBOSE | re.ASCII)  # the same in less time
_ADDRESSED_OR_MAIL = regex.compile(f"{_MAIL} | {_HANDLES_AND_LINKS}", regex.VERBOSE)
_MAY_HAVE_MAIL = regex.compile(r"[\w.+-]@")  # looking for addresses tries every word, and few texts have one


@lru_cache(maxsize=8)  # one text is asked about many things, one after the other
def readable(text: str) -> str:
    """The text in NFC without characters that nobody sees, cut to `READING_LIMIT`; control characters become spaces."""
    if text.isascii() and text.isprintable():
        return text[:READING_LIMIT].strip()
    seen = _INVISIBLE.sub("", text[:READING_LIMIT])
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", seen)).strip()


@lru_cache(maxsize=8)  # the same
def spoken(text: str) -> str:
    """The readable text without handles, links, mail addresses and hashtags: only what the person says."""
    seen = readable(text)
    if _MAY_HAVE_MAIL.search(seen):
        bare = _ADDRESSED_OR_MAIL.sub(" ", seen)
    else:
        bare = (_ADDRESSED_ASCII if seen.isascii() else _ADDRESSED).sub(" ", seen)
    return " ".join(bare.split())


def preview(text: str, graphemes: int = PREVIEW_GRAPHEMES) -> str:
    """One line for a list: the first graphemes as a reader counts them, with an ellipsis where it was cut.

    Nothing but white space is changed, so that flags and families stay whole.
    """
    line = " ".join(text[:READING_LIMIT].split())
    seen = regex.findall(r"\X", line)
    if len(seen) <= graphemes and len(text) <= READING_LIMIT:
        return line
    return "".join(seen[: graphemes - 1]).rstrip() + "…"

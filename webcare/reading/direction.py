"""Which way a text runs: names, tags and links before it are Latin in any language, and do not decide."""

import unicodedata

import regex

_NOT_ITS_OWN = regex.compile(r"https?://\S+|[@#][\p{L}\p{N}_]+")
_RUNS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction(text: str) -> str:
    """“rtl” or “ltr” by its first letter, as HTML has it; “auto” where it has no word of its own."""
    own = _NOT_ITS_OWN.sub("", text)
    return next((_RUNS[kind] for kind in map(unicodedata.bidirectional, own) if kind in _RUNS), "auto")

"""How long a text is as a network counts it, for the counter beside the answer and for the check before sending."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

import regex

from webcare.channels.adapter import Length

UNBROKEN = re.compile(r"[^\s/?#]{40,}")
MOST_PARTS = 20  # of a host's name
LINK_COSTS = 23
NAME_ELSEWHERE = re.compile(r"((?<![=/\w])@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@\w+(?:[.-]+\w+)*", re.IGNORECASE | re.ASCII)
LEADING_MENTION = re.compile(r"[@＠](\w{1,50})\s+")


def measure(text: str, length: Length, *, reply_mentions: Iterable[str] = ()) -> int:
    """How much of `length.limit` the text takes.

    `reply_mentions` are the handles that the network puts before a reply by itself: where the text starts with them,
    they cost nothing. Line ends count once, whatever the browser sent.
    """
    told = _without_mentions(_with_plain_line_ends(text), reply_mentions)
    try:
        return _COUNTERS[length.unit](told)
    except KeyError:
        raise ValueError(f"{length.unit!r} is no unit of length; there are {', '.join(_COUNTERS)}") from None


def fits(text: str, length: Length, *, reply_mentions: Iterable[str] = ()) -> bool:
    """Whether the network takes a text of this length."""
    return measure(text, length, reply_mentions=reply_mentions) <= length.limit


def links(text: str) -> list[tuple[int, int]]:
    """Where the links of a text begin and end, by the rules of twitter-text."""
    from twitter_text import extract_urls_with_indices  # noqa: PLC0415 - see _weighted

    found = extract_urls_with_indices(UNBROKEN.sub(_without_false_links, text))
    return [(start, end) for start, end in (link["indices"] for link in found)]


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_mentions(text: str, mentions: Iterable[str]) -> str:
    free = {mention.removeprefix("@").casefold() for mention in mentions}
    while free and (found := LEADING_MENTION.match(text)) and found[1].casefold() in free:
        text = text[found.end() :]
    return text


def _weighted(text: str) -> int:
    """By twitter-text: a link counts 23, an emoji 2, most scripts outside Latin 2 a letter, everything else 1."""
    from twitter_text import parse_tweet  # noqa: PLC0415 - a third of a second of patterns that few processes need

    return parse_tweet(UNBROKEN.sub(_without_false_links, text)).weightedLength if text else 0


def _without_false_links(run: re.Match[str]) -> str:
    """Looking for a link in "a.a.a.a…" takes time with the square of its length, and no host has so many parts."""
    return run[0].replace(".", "-") if run[0].count(".") > MOST_PARTS else run[0]


def _characters(text: str) -> int:
    return len(unicodedata.normalize("NFC", text))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _half_width(text: str) -> int:
    """As Weibo counts: two letters or signs of ASCII take the room of one Chinese character."""
    told = unicodedata.normalize("NFC", text)
    narrow = sum(1 for letter in told if letter.isascii())
    return len(told) - narrow // 2


def _shortened(text: str) -> int:
    """As Mastodon counts: graphemes; a link counts 23, and of a name on another server only what stands before that."""
    rest, links_there, last = list[str](), 0, 0
    for start, end in links(text):
        if text[start:end].lower().startswith(("https://", "http://")):
            rest.append(NAME_ELSEWHERE.sub(r"\1", text[last:start]))
            links_there, last = links_there + 1, end
    rest.append(NAME_ELSEWHERE.sub(r"\1", text[last:]))
    return LINK_COSTS * links_there + sum(_graphemes(each) for each in rest)


def _graphemes(text: str) -> int:
    return sum(1 for _ in regex.finditer(r"\X", text))


_COUNTERS: Mapping[str, Callable[[str], int]] = {
    "weighted": _weighted,
    "characters": _characters,
    "bytes": _bytes,
    "graphemes": _graphemes,
    "utf16": _utf16,
    "half-width": _half_width,
    "shortened": _shortened,
}

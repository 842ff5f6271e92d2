"""Texts and the places within them, counted in bytes: links and mentions that were told, and those that we send. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.naming import HANDLE
from webcare.channels.length import links

LINK, MENTION, TAG = (f"app.bsky.richtext.facet#{kind}" for kind in ("link", "mention", "tag"))
NAMED = re.compile(r"(?<![\w@/.-])@([A-Za-z0-9][A-Za-z0-9.-]{1,251}[A-Za-z0-9])")
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'»”]")
TAGGED = re.compile(r"(?<![\w#&/])#(\w*[^\W\d]\w*)")
TAG_CHARACTERS = 64
SHORTENED = ("…", "...")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in characters, and what it leads to."""

    start: int
    end: int
    feature: Mapping[str, str]


def told(text: str, facets: list[Shape]) -> str:
    """The text with whole addresses, also where only a click would show them."""
    units = text.encode()
    for facet in sorted(facets, key=_start, reverse=True):
        index = facet.shape("index")
        start, end = index.place("byteStart"), index.place("byteEnd")
        uris = [each.maybe_words("uri") for each in facet.shapes("features") if each.kind() == LINK]
        if uris and uris[0] and 0 <= start < end <= len(units):
            shown = units[start:end].decode(errors="replace")
            units = units[:start] + _whole(shown, uris[0]).encode() + units[end:]
    return units.decode(errors="replace")


def named(text: str) -> list[str]:
    """The handles that a text mentions, in small letters."""
    return list(dict.fromkeys(found[1].lower() for found in NAMED.finditer(text) if HANDLE.match(found[1])))


def facets(text: str, people: Mapping[str, str]) -> list[dict[str, Any]]:
    """What makes the links, tags and mentions of a text work; `people` are the DIDs behind handles in small letters.

    Without these Bluesky shows bare letters. Places are counted in UTF-8, and none overlaps another.
    """
    found, position = list[dict[str, Any]](), 0
    for span in sorted(_spans(text, people), key=lambda each: (each.start, -each.end)):
        if span.start < position:
            continue
        start = len(text[: span.start].encode())
        end = start + len(text[span.start : span.end].encode())
        found.append({"index": {"byteStart": start, "byteEnd": end}, "features": [dict(span.feature)]})
        position = span.end
    return found


def _spans(text: str, people: Mapping[str, str]) -> Iterator[Span]:
    for each in NAMED.finditer(text):
        if did := people.get(each[1].lower()):
            yield Span(each.start(), each.end(), {"$type": MENTION, "did": did})
    for each in ADDRESS.finditer(text):
        yield Span(each.start(), each.end(), {"$type": LINK, "uri": each[0]})
    for start, end in links(text):
        if "://" not in text[start:end] and (not start or text[start - 1] not in "@."):
            yield Span(start, end, {"$type": LINK, "uri": f"https://{text[start:end]}"})
    for each in TAGGED.finditer(text):
        if len(each[1]) <= TAG_CHARACTERS:
            yield Span(each.start(), each.end(), {"$type": TAG, "tag": each[1]})


def _whole(shown: str, uri: str) -> str:
    """The address in place of its beginning, or behind words that are none."""
    bare = uri.partition("://")[2] or uri
    beginning = next((shown.removesuffix(dots) for dots in SHORTENED if shown.endswith(dots)), shown)
    is_beginning = beginning and (bare.startswith(beginning) or uri.startswith(beginning))
    return uri if is_beginning else f"{shown} ({uri})"


def _start(facet: Shape) -> int:
    return facet.shape("index").place("byteStart")

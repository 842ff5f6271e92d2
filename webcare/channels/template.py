"""Texts that a network has approved beforehand, with blanks: all that it still takes when its window has closed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANK = re.compile(r"\{\{([^{}]{1,80})\}\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to be filled in: `key` stands in the text between double braces, `name` is for people."""

    key: str
    name: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """`key` is the network's for this text in this language; `text` is what the customer will read, blanks and all."""

    key: str
    name: str
    language: str
    text: str
    blanks: tuple[Blank, ...] = ()
    category: str = ""

    def filled(self, values: Mapping[str, str]) -> str:
        """What the customer will read."""
        return BLANK.sub(lambda blank: values.get(blank[1], blank[0]), self.text)

    def missing(self, values: Mapping[str, str]) -> list[Blank]:
        """The blanks for which nothing was given."""
        return [blank for blank in self.blanks if not values.get(blank.key, "").strip()]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which template leaves, with what in its blanks."""

    key: str
    values: Mapping[str, str]

"""A badge as other people's pages know them: what it is about, and the figure. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Self

PADDING = 7
NARROW, WIDE = 6.6, 11.5
COLOURS = {"fine": "#075a7c", "late": "#a3151a", "unknown": "#5b6670"}
LONGEST = 48


@dataclass(frozen=True, slots=True)
class Badge:
    """Two fields of text with their places in pixels."""

    label: str
    value: str
    colour: str
    left: int
    right: int

    @classmethod
    def of(cls, label: str, value: str, tone: str) -> Self:
        """`tone` is fine, late or unknown; the text always says the same as the colour."""
        label = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
        return cls(label, value, COLOURS[tone], _width(label), _width(value))

    @property
    def width(self) -> int:
        return self.left + self.right

    @property
    def middle_left(self) -> float:
        return self.left / 2

    @property
    def middle_right(self) -> float:
        return self.left + self.right / 2


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return round(wide * WIDE + (len(text) - wide) * NARROW + 2 * PADDING)

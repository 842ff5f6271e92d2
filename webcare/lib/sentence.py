"""Sentences that are written down in English when something happens, and told in the language of whoever reads them."""

from __future__ import annotations

import re
from functools import cached_property

from django.utils.translation import gettext

WORDS = 2  # blanks between words that make a sentence of ours: a word or two may be what a person wrote
BLANK = re.compile(r"%\((\w+)\)s")


class Sentence:
    """One with blanks, such as "X refuses: %(reason)s."; calling it fills them, and `told` finds them again."""

    known: list[Sentence] = []

    def __init__(self, text: str) -> None:
        self.text = text
        Sentence.known.append(self)

    def __call__(self, **blanks: object) -> str:
        return self.text % blanks

    @property
    def letters(self) -> int:
        """How much of it is no blank: of two that fit, the one that says more is meant."""
        return len(BLANK.sub("", self.text))

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """What it looks like when it is filled."""
        literal, names = BLANK.split(self.text)[::2], BLANK.findall(self.text)
        filled = [f"(?P<{name}>.*?)" for name in names]
        return re.compile(
            "".join(part for pair in zip(map(re.escape, literal), [*filled, ""], strict=True) for part in pair),
            re.DOTALL,
        )


def told(written: str) -> str:
    """In the language of the reader: what was written in English here, blanks and all; what others wrote stays as it is."""
    if written.count(" ") < WORDS or "\n" in written:
        return written
    if (known := gettext(written)) != written:
        return known
    fitting = [(one, found) for one in Sentence.known if (found := one.shape.fullmatch(written))]
    if not fitting:
        return written
    sentence, found = max(fitting, key=lambda pair: pair[0].letters)
    return gettext(sentence.text) % {name: told(value) for name, value in found.groupdict().items()}

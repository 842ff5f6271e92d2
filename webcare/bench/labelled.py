"""Texts of which it is known what is in them: written before the rules, half of them never looked at while the rules were made.

In `labelled/secrets.txt` a line is a language and a text, in which `[[kind:…]]` stands around each secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "labelled"

_MARK = re.compile(r"\[\[(?P<kind>\w+):(?P<secret>.*?)\]\](?!\])")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and what in it is secret: kind, start, end. Every second line is `held_out`."""

    language: str
    text: str
    secrets: tuple[tuple[str, int, int], ...]
    held_out: bool


def marked() -> list[Marked]:
    """The whole set, in its order."""
    return [_marked(line, number % 2 == 1) for number, line in enumerate(lines("secrets"))]


def published() -> list[str]:
    """What the make-believe airline publishes itself."""
    return lines("known")


def lines(name: str) -> list[str]:
    """A set of that name, a line each; signs that nobody sees are written as escapes."""
    return [_seen(line) for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()]


def _seen(line: str) -> str:
    return _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), line)


def _marked(line: str, held_out: bool) -> Marked:
    language, _, rest = line.partition(" ")
    text, secrets, last = "", [], 0
    for mark in _MARK.finditer(rest):
        text += rest[last : mark.start()]
        secrets.append((mark["kind"], len(text), len(text) + len(mark["secret"])))
        text += mark["secret"]
        last = mark.end()
    return Marked(language, text + rest[last:], tuple(secrets), held_out)

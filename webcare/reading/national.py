"""Numbers by which a state knows a person: some tell by their shape and check digits what they are, others by name only.

`stdnum` has the check digits of all but three. It is loaded when the first candidate is met, and most texts have none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

import regex

SHORTEST, LONGEST = 8, 18
_NEITHER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

_SHAPES: dict[str, str] = {
    "it.codicefiscale": r"[A-Z]{3} ?[A-Z]{3} ?\d{2}[A-Z] ?\d{2} ?[A-Z] ?\d{3}[A-Z]",
    "es.dni": r"\d{8}[- ]?[A-Z]",
    "es.nie": r"[XYZ][- ]?\d{7}[- ]?[A-Z]",
    "fr.nir": r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}",
    "cn.ric": r"\d{17}[\dX]",
    "kr.rrn": r"\d{6}-[0-9]\d{6}",
    "br.cpf": r"\d{3}\.\d{3}\.\d{3}-\d{2}",
    "us.ssn": r"\d{3}-\d{2}-\d{4}",
    "be.nn": r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}",
    "ru.snils": r"\d{3}-\d{3}-\d{3}[ -]\d{2}",
    "gb.nino": r"[A-CEGHJ-PR-TW-Z]{2}(?:\d{6}|(?: \d{2}){3} )[A-D]",
}
"""By what checks them; all of these are told apart from anything else."""

BY_NAME = (
    "nl.bsn",
    "de.idnr",
    "pt.nif",
    "br.cpf",
    "ru.inn",
    "ru.snils",
    "jp.in_",
    "fr.nir",
    "cn.ric",
    "be.nn",
    "us.ssn",
)
"""Bare digits: every eleventh order number would pass for one of these, so that only their name in front makes them one."""

_SELF_EVIDENT = {
    name: regex.compile(_NEITHER[0] + shape + _NEITHER[1], regex.IGNORECASE) for name, shape in _SHAPES.items()
}
_TOGETHER = regex.compile(_NEITHER[0] + f"(?:{'|'.join(_SHAPES.values())})" + _NEITHER[1], regex.IGNORECASE)


def self_evident(text: str) -> list[tuple[int, int]]:
    """Where numbers stand that nothing else looks like."""
    if not _TOGETHER.search(text):
        return []
    found = [(match.span(), name) for name, shape in _SELF_EVIDENT.items() for match in shape.finditer(text)]
    return [(start, end) for (start, end), name in found if _checks(name, text[start:end])]


def is_one_of(digits: str) -> bool:
    """Whether the check digits of any state fit; for digits that somebody calls such a number."""
    return any(_checks(name, digits) for name in BY_NAME)


def _checks(name: str, number: str) -> bool:
    bare = "".join(sign for sign in number if sign.isalnum()).upper()
    return _OURS[name](bare) if name in _OURS else bool(_check_of(name)(bare))


@cache
def _check_of(name: str) -> Callable[[str], bool]:
    check: Callable[[str], bool] = import_module(f"stdnum.{name}").is_valid
    return check


def _snils(digits: str) -> bool:
    """Russia's pension number: the weighted sum of its nine digits, modulo 101, of which 100 counts as nothing."""
    if len(digits) != 11 or not digits.isdigit():
        return False
    return sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9])) % 101 % 100 == int(digits[9:])


_OURS: dict[str, Callable[[str], bool]] = {
    "ru.snils": _snils,
    "gb.nino": lambda number: number[:2] not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"},  # it has no check digit
}

"""What a row of digits is: a card, a ticket, somebody's telephone, a number of a state, or nothing that matters.

People put spaces and dashes where they like, and write several numbers in a row; so of a row every part between two spaces
is looked at, the longest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from webcare.reading.announced import Announcement, announced
from webcare.reading.national import LONGEST, SHORTEST, is_one_of
from webcare.reading.telephone import telephone

_ROW = regex.compile(r"(?<![A-Za-z0-9_.,€$£¥-])\+?\(?\d(?:(?:\.(?! )|[ /()+-]){0,3}\d)+(?![A-Za-z0-9_€$£%]|[.,:]\d)")
_PIECE = regex.compile(r"[^ ]+")
_DATE = regex.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d{2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2,8})(?!\d)"
)
_IN_FOURS = regex.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5}")
_OF_A_TICKET = regex.compile(r"\d{3}[- ]\d{10}")
_OF_A_BAG = regex.compile(r"00\d\d \d{6}")
_DIGIT = regex.compile(r"\d")

FEWEST = 7

TICKET = 13
MOST_PIECES = 8
"""Pieces of one row that are tried together: a card has four, a telephone number may have six."""

_BRANDS = (
    (regex.compile(r"4"), {16, 19}),
    (regex.compile(r"5[1-5]|2[2-7]"), {16}),
    (regex.compile(r"3[47]"), {15}),
    (regex.compile(r"3[0689]"), {14, 16}),
    (regex.compile(r"35"), {16}),
    (regex.compile(r"6"), {16, 17, 18, 19}),
)

Found = tuple[str, int, int, bool]
"""What it is, where, and whether it can be nothing else."""


def numbered(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """The telling numbers of an unmasked text, outside of what is taken already."""
    for row in _ROW.finditer(text):
        if len(_DIGIT.findall(row.group())) >= FEWEST:
            yield from _of_row(text, row.start(), row.end(), taken)


def _of_row(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(text, start, end)]
    first = 0
    while first < len(pieces):
        announcement = announced(text, pieces[first][0])
        for last in range(min(len(pieces), first + MOST_PIECES), first, -1):
            begin, until = pieces[first][0], pieces[last - 1][1]
            if any(begin < end and start < until for start, end in taken):
                continue
            if len(_DIGIT.findall(text, begin, until)) < FEWEST:
                break  # what is shorter still is too short
            if found := _kind(text[begin:until], announcement):
                yield found[0], begin, until, found[1]
                first = last - 1
                break
        first += 1


def _kind(number: str, announcement: Announcement | None) -> tuple[str, bool] | None:
    """What one piece is, and whether that is sure."""
    called = announcement.kind if announcement else ""
    digits = "".join(_DIGIT.findall(number))
    if called == "other" and not _IN_FOURS.fullmatch(number):
        return None
    if _is_card(digits) and (called == "card" or called not in {"ticket", "national", "phone", "passport"}):
        return "card", True
    if _is_ticket(number, digits, called):
        return "ticket", called == "ticket"
    if called == "national" and SHORTEST <= len(digits) <= LONGEST:
        return "national", is_one_of(digits)
    if _DATE.match(number) or _OF_A_BAG.fullmatch(number) or called in {"passport", "booking", "ticket", "card"}:
        return None
    return ("phone", False) if telephone(number, called == "phone") else None


def _is_card(digits: str) -> bool:
    """By the brand's first digits and length, and Luhn's check digit."""
    if not any(brand.match(digits) and len(digits) in lengths for brand, lengths in _BRANDS):
        return False
    return _luhn(digits) and len(set(digits)) > 1


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_ticket(number: str, digits: str, called: str) -> bool:
    """Thirteen digits, of which three are an airline; in a shop such a row is the number of an article."""
    if len(digits) != TICKET or called not in {"", "ticket", "booking"} or number.startswith(("+", "00")):
        return False
    if called == "ticket" or _OF_A_TICKET.fullmatch(number):
        return True
    return number.startswith("0") and number.isdigit() and not _is_article(digits)


def _is_article(digits: str) -> bool:
    """By the check digit that shops have on everything they sell."""
    return sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(digits)) % 10 == 0

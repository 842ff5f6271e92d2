"""Finds what nobody should read in public: booking codes, tickets, accounts, cards, numbers of states, and where people are.

What it finds is `sure` where it can be nothing else, or where the words in front say what it is. Telephone, mail and street
are never sure: whether they are somebody's own, only the reader knows. Pure; who hides or stops anything decides elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import regex

from webcare.reading.announced import announced
from webcare.reading.national import self_evident
from webcare.reading.numbered import Found, numbered
from webcare.reading.unmasked import unmasked
from webcare.reading.whereabouts import mails, streets

Kind = Literal["booking", "ticket", "iban", "card", "national", "passport", "phone", "email", "address"]


@dataclass(frozen=True, slots=True)
class Secret:
    """Where it stands in the text as posted, and whether it certainly is one."""

    kind: Kind
    start: int
    end: int
    sure: bool


_MAY_HAVE = regex.compile(
    r"\d|[\w.]@\w|(?<![A-Za-z])(?:[A-Z]{6}|[A-Z](?:[ .-][A-Z]){5})(?![A-Za-z])|[(\[{]\s?(?i:at)\s?[)\]}]"
    r"|\s(?i:at|apenstaartje|arroba|arobase|chiocciola|собака|собачка|골뱅이|アットマーク|klammeraffe)\s.{0,60}\s(?i:dot|pun\w+|point|ponto|точка|점)\s"
    r"|(?<![A-Za-z])[b-df-hj-np-tv-xz]{6}(?![A-Za-z])"
)
_LINK = regex.compile(r"(?:https?://|www\.)\S+")
_NAMED = regex.compile(r"(?<![\w.+-])@\w[\w.-]*(?:@[\w-]+(?:\.[\w-]+)+)?|[#＃][\p{L}_]\w*")
_EDGE, _BRIM = r"(?<![A-Za-z0-9_@#/])", r"(?![A-Za-z0-9_@])"
_IBAN = regex.compile(rf"{_EDGE}[A-Z]{{2}}[ -]?\d{{2}}(?:[ -]?[A-Z0-9]){{11,30}}", regex.IGNORECASE)
_CODE = regex.compile(
    rf"{_EDGE}(?:[A-Z0-9]{{6}}|[A-Z0-9](?:[ .-][A-Z0-9]){{5}}|[A-Z0-9]{{3}}[ -][A-Z0-9]{{3}}){_BRIM}", regex.IGNORECASE
)
_PASSPORT = regex.compile(rf"{_EDGE}(?:\d{{2,4}} \d{{6,7}}|[A-Z]{{0,5}}\d[A-Z0-9]{{3,9}}){_BRIM}", regex.IGNORECASE)
_OF_AN_AIRCRAFT = regex.compile(
    r"N\d{3}[A-Z]{2}|[AB][2-7]\d{2}[A-Z]{2}|[A-Z]{1,3}-?\d{3,}[A-Z]?|\d{2,}[A-Z]{1,4}|[A-Z]{4,}\d{1,2}",
    regex.IGNORECASE,
)
_VOWEL = regex.compile(r"[AEIOUY]", regex.IGNORECASE)
_BETWEEN_WORDS = regex.compile(r"[\p{L}]{2,}")
_COPULAS = frozenset(
    ["is", "was", "luidt", "lautet", "ist", "est", "es", "e", "este", "nr", "no", "number", "nummer", "num", "code"]
)
PASSPORT_DIGITS = 3
_SEPARATOR = regex.compile(r"[^A-Za-z0-9]")
_END = regex.compile(r"[A-Za-z0-9](?![A-Za-z0-9])")


def secrets(text: str, known: Sequence[str] = ()) -> tuple[Secret, ...]:
    """Everything of that kind in a text, in its order and without overlaps.

    `known` is what we publish ourselves and is nobody's secret: telephone numbers, mail addresses or their `@domain`,
    accounts, streets.
    """
    meant = unmasked(text)
    if not _MAY_HAVE.search(meant.text):
        return ()
    ours = [_bare(each) for each in known]
    found = [each for each in _found(meant.text) if not _is_known(meant.text[each[1] : each[2]], ours)]
    placed = [(kind, *meant.posted(start, end), sure) for kind, start, end, sure in found]
    return tuple(
        Secret(cast(Kind, kind), start, end, sure)
        for kind, start, end, sure in sorted(placed, key=lambda each: each[1])
    )


def _found(text: str) -> list[Found]:
    """What each reader finds outside of what those before it found; links, handles and hashtags are not looked into."""
    taken = [match.span() for match in _LINK.finditer(text)]
    found: list[Found] = [("email", start, end, False) for start, end in mails(text) if _is_free((start, end), taken)]
    taken += [(start, end) for _, start, end, _ in found]
    taken += [span for match in _NAMED.finditer(text) if _is_free(span := match.span(), taken)]
    readers = (_ibans, _states, _streets, _passports, numbered, _codes)
    for reader in readers:
        new = [each for each in reader(text, taken) if _is_free((each[1], each[2]), taken)]
        found += new
        taken += [(start, end) for _, start, end, _ in new]
    return found


def _is_free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return not any(span[0] < end and start < span[1] for start, end in taken)


def _ibans(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """By their country's length and check digits; words that follow are no part of it."""
    for match in _IBAN.finditer(text):
        from stdnum import iban  # noqa: PLC0415 - few texts need it

        ends = [place.end() for place in _END.finditer(text, match.start(), match.end())]
        for end in reversed(ends):
            if iban.is_valid(text[match.start() : end], check_country=False):
                yield "iban", match.start(), end, True
                break


def _states(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    for start, end in self_evident(text):
        yield "national", start, end, True


def _streets(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    for start, end in streets(text):
        yield "address", start, end, False


def _passports(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Letters and digits of which only the words in front tell that they are a passport's."""
    for match in _PASSPORT.finditer(text):
        by = announced(text, match.start())
        bare = match.group().replace(" ", "")
        if by and by.kind == "passport" and 7 <= len(bare) <= 11 and sum(map(str.isdigit, bare)) >= PASSPORT_DIGITS:
            yield "passport", match.start(), match.end(), True


def _codes(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Booking codes: six letters and digits that are called one, or that no word and no product looks like."""
    for match in _CODE.finditer(text):
        code = _SEPARATOR.sub("", match.group())
        if _is_a_word(code) or (code.isdigit() and code != match.group()):
            continue
        by = announced(text, match.start())
        called = by is not None and by.kind == "booking"
        if by and by.kind == "other":
            continue
        if called and by and _may_be_called(text, code, text[by.end : match.start()]):
            yield "booking", match.start(), match.end(), True
        elif len(match.group()) == len(code) and _looks_like(code):
            yield "booking", match.start(), match.end(), False


def _may_be_called(text: str, code: str, between: str) -> bool:
    """Whether what a booking code is announced by leads to this one: letters only are a word more often than a code."""
    if code.isdigit():
        return not _other_words(between)
    if not code.isalpha():
        return any(map(str.isdigit, code)) and len(_other_words(between)) <= 4
    if not _VOWEL.search(code):
        return not _other_words(between)
    shouts = not any(map(str.islower, text))
    return code.isupper() and not shouts and not _other_words(between)


def _is_a_word(code: str) -> bool:
    """Small letters with a vowel among them, as nobody writes a code and everybody most words."""
    return code.isalpha() and not code.isupper() and _VOWEL.search(code) is not None


def _other_words(between: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.findall(between.lower()) if word.isascii() and word not in _COPULAS]


def _looks_like(code: str) -> bool:
    """Without words in front: capitals and digits in turn, as no flight, seat or product has them."""
    mixed = code.isupper() and any(map(str.isdigit, code)) and sum(map(str.isalpha, code)) >= 3
    return mixed and not _OF_AN_AIRCRAFT.fullmatch(code)


def _bare(text: str) -> str:
    return str(regex.sub(r"[^\p{L}\p{N}@]", "", text)).lower()


def _is_known(found: str, ours: Sequence[str]) -> bool:
    """The same as something of ours, with or without the country or the zero in front."""
    bare = _bare(found)
    dialled = bare.lstrip("0")
    return any(
        bare == own or (own.startswith("@") and bare.endswith(own)) or _same_number(dialled, own.lstrip("0"))
        for own in ours
    )


def _same_number(one: str, other: str) -> bool:
    if not (one.isdigit() and other.isdigit()) or min(len(one), len(other)) < 7:
        return False
    return one.endswith(other) or other.endswith(one)

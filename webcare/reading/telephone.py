"""Whether a row of digits is somebody's telephone number, in the countries whose languages we read.

A number with its country in front tells that itself. Without, it needs words in front that announce it, or the zero with
which people dial at home. Numbers that cost nothing or that everybody shares are a company's and nobody's secret.
"""

from __future__ import annotations

from functools import lru_cache

import regex

COUNTRIES = ("NL", "GB", "DE", "FR", "ES", "IT", "PT", "BR", "RU", "CN", "JP", "KR", "BE", "AT", "CH", "US")
FEWEST, MOST = 7, 15

_ABROAD = regex.compile(r"\+|00(?=[1-9])")
_SERVICE = regex.compile(r"\(?0[89]00(?!\d{7})|1?[ -]?\(?8(?:00|88|77|66|55|44|33)\)?[ .-]\d{3}[ .-]?\d{4}")
_AT_HOME = regex.compile(r"\(?0\d|\(\d{2,4}\) ?\d")
_IN_GROUPS = regex.compile(r"\(?\d{2,4}\)?[ ./-]\d{3}[ .-]?\d{4}|\d{3}-\d{3}-\d{3,4}")


def telephone(number: str, announced: bool) -> bool:
    """Whether it is one; `announced`: words in front say so."""
    digits = regex.sub(r"\D", "", number)
    if not FEWEST <= len(digits) <= MOST:
        return False
    if _ABROAD.match(number):
        return _is_dialled("+" + digits.removeprefix("00"), None, shape_only=True)
    if _SERVICE.match(number):
        return False
    if announced:
        return any(_is_dialled(digits, country, shape_only=True) for country in COUNTRIES)
    if not _AT_HOME.match(number) and not _IN_GROUPS.fullmatch(number):
        return False
    return any(_is_dialled(digits, country, shape_only=False) for country in COUNTRIES)


@lru_cache(maxsize=1024)
def _is_dialled(digits: str, country: str | None, *, shape_only: bool) -> bool:
    """`shape_only`: numbers may be as long as that; otherwise somebody has to have been given numbers like that."""
    import phonenumbers  # noqa: PLC0415 - a seventh of a second that few texts need

    try:
        parsed = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return False
    shared = {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
    if phonenumbers.number_type(parsed) in shared:
        return False
    return phonenumbers.is_possible_number(parsed) if shape_only else phonenumbers.is_valid_number(parsed)

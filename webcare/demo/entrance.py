"""The code that a demo asks for where others can reach it: short enough to type, too long to guess."""

from __future__ import annotations

import secrets

from django.utils.crypto import constant_time_compare

SIGNS = "bcdfghjkmnpqrstvwxz2346789"  # none is mistaken for another, and they make no words
PARTS, LENGTH = 3, 4
"""26 ** 12 codes: whoever asks a thousand times a second needs a million years for half of them."""


def fresh_code() -> str:
    """As it is printed: `gx4k-92mr-tbhz`."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(PARTS))


def is_right(typed: str, code: str) -> bool:
    """Whether somebody typed the code, in whichever case, with its hyphens or without."""
    return constant_time_compare(_bare(typed), _bare(code))


def _bare(code: str) -> str:
    return "".join(code.lower().replace("-", " ").split())

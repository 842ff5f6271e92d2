"""Passwords that a stranger tries first: those made of our own names, and those that were stolen elsewhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from webcare.team.brand import Brand
from webcare.team.organisation import organisation
from webcare.team.person import Person

PRODUCT = "webcare"
SHORT = 4  # characters: shorter words are in many good passwords


class NotOurOwnNames:
    """Refuses what is mostly the name of the organisation, of a brand or of this program."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ValidationError where less than eight signs are left without such names."""
        rest = plain = _plain(password)
        for name in _names():
            rest = rest.replace(name, "")
        if rest != plain and len(rest) < 8:
            raise ValidationError(self.get_help_text(), code="password_of_our_names")

    def get_help_text(self) -> str:
        return _("It must not be made of the names of the organisation, its brands or this program.")


class NotStolen:
    """Refuses what stands in a file of stolen passwords, with one line for each: its SHA-1 in upper case, sorted by it.

    Such a file is far too large to be read, so the line is looked for by halves. What follows the hash (a colon and how often
    it was seen) does not matter.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ValidationError where the password is known, OSError where the file cannot be read."""
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._path.open("rb") as file:
            if _has_line(file, wanted):
                raise ValidationError(self.get_help_text(), code="password_stolen")

    def get_help_text(self) -> str:
        return _("It must not be one that was stolen somewhere and is known since.")


def _has_line(file: BinaryIO, beginning: bytes) -> bool:
    """Whether a line of a sorted file begins so. `low` and `high` hold the place where it would begin."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        line = _line_from(file, middle)
        if line and line < beginning:
            low = middle + 1
        else:
            high = middle
    return _line_from(file, low).startswith(beginning)


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The first line that begins here or later; empty behind the last one."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()  # the rest of one that began before
    return file.readline()


def _names() -> list[str]:
    told = [PRODUCT, organisation().name, *Brand.objects.values_list("name", flat=True)]
    words = {_plain(word) for name in told for word in (name, *name.split())}
    return sorted((word for word in words if len(word) >= SHORT), key=len, reverse=True)


def _plain(text: str) -> str:
    """Without the usual disguises."""
    undisguised = text.lower().translate(str.maketrans("013457@$!", "oleastasi"))
    return re.sub(r"[^\w]|_", "", undisguised)

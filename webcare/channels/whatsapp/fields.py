"""How WhatsApp writes people and moments: a telephone number or an id of its own for each business, seconds as text. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from webcare.channels.meta import fields

PERSON = re.compile(r"(?:[0-9]{5,20}|[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128})\Z")
SCOPED = re.compile(r"[A-Z]{2}\.")  # how an id that is no telephone number begins


class Shape(fields.Shape):
    """A JSON object of WhatsApp's events."""

    __slots__ = ()

    def person(self, *names: str) -> str:
        """Whom it is about; empty where there is none."""
        name, value = self._first(names)
        if value in (None, ""):
            return ""
        if not isinstance(value, str) or not PERSON.match(value):
            raise self._wrong(name, "is neither a number nor an id of a person")
        return value

    def seconds(self, name: str) -> datetime:
        """Seconds since 1970, written as text."""
        value = self.words(name)
        if not (value.isascii() and value.isdigit()) or int(value) > fields.LATEST:
            raise self._wrong(name, "is no time")
        return datetime.fromtimestamp(int(value), UTC)

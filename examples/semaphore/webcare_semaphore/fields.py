"""How Semaphore writes ids and numbers. For a real network: every kind of value of its own, or a sentence about what is wrong. Pure."""

from __future__ import annotations

import re

from webcare.channels import shape

IDENTIFIER = re.compile(r"[A-Za-z0-9-]{1,64}\Z")
HIGHEST = 2**53


class Shape(shape.Shape):
    """A JSON object of Semaphore's events and answers."""

    __slots__ = ()

    def identifier(self, name: str) -> str:
        """The id of a station or of a signal."""
        value = self.words(name)
        if not IDENTIFIER.match(value):
            raise self._wrong(name, "is no id")
        return value

    def maybe_identifier(self, name: str) -> str:
        """An id, or an empty string."""
        return self.identifier(name) if self.has(name) else ""

    def number(self, name: str) -> int:
        """A counter."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < HIGHEST:
            raise self._wrong(name, "is no number")
        return value

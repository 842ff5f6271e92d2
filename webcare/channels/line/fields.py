"""How LINE writes ids and moments. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from webcare.channels import shape

IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
PERSON = re.compile(r"U[0-9a-f]{32}\Z")
LATEST = 99_999_999_999_999  # milliseconds


class Shape(shape.Shape):
    """A JSON object of an event, or of what LINE answers."""

    __slots__ = ()

    def identifier(self, name: str) -> str:
        """Of a message, a person, a group, an event."""
        value = self.words(name)
        if not IDENTIFIER.match(value):
            raise self._wrong(name, "is no id")
        return value

    def maybe_identifier(self, name: str) -> str:
        """The same, or an empty string."""
        return self.identifier(name) if self.has(name) else ""

    def moment(self, name: str) -> datetime:
        """Milliseconds since 1970."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LATEST:
            raise self._wrong(name, "is no time" if self.has(name) else "is missing")
        return datetime.fromtimestamp(value / 1000, UTC)

    def count(self, name: str) -> int | None:
        """How many; None where it is not told."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None

    def decimal(self, name: str) -> float:
        """A coordinate."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1000:
            raise self._wrong(name, "is no coordinate")
        return float(value)

    def listed(self, name: str) -> list[str]:
        """Texts; whatever else stands there is left out."""
        value = self.values.get(name)
        return [shape.storable(each) for each in value if isinstance(each, str)] if isinstance(value, list) else []

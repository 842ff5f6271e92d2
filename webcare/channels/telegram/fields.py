"""How Telegram writes ids and moments. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from webcare.channels import shape

LATEST = 99_999_999_999  # seconds; the year 5138, which datetime can still hold


class Shape(shape.Shape):
    """A JSON object of an update, or of what the Bot API answers."""

    __slots__ = ()

    def number(self, name: str) -> int:
        """An id of a message, a chat or a person; chats below zero are groups and channels."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not abs(value) < 2**63:
            raise self._wrong(name, "is no whole number" if self.has(name) else "is missing")
        return value

    def maybe_number(self, name: str) -> int | None:
        """The same, or None."""
        return self.number(name) if self.has(name) else None

    def decimal(self, name: str) -> float:
        """A coordinate."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1000:
            raise self._wrong(name, "is no coordinate")
        return float(value)

    def moment(self, name: str) -> datetime:
        """Seconds since 1970."""
        value = self.number(name)
        if not 0 <= value <= LATEST:
            raise self._wrong(name, "is no time")
        return datetime.fromtimestamp(value, UTC)

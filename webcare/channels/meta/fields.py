"""How Meta writes ids, moments, lists and numbers; whatever is not so is told by the field's name. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Self

from webcare.channels import shape

IDENTIFIER = re.compile(r"[0-9]{1,40}(?:_[0-9]{1,40}){0,2}\Z")  # a person, a page, PAGE_POST, POST_COMMENT
MESSAGE_IDENTIFIER = re.compile(r"[!-~]{1,255}\Z")  # what Messenger calls a mid; nobody promises how it looks
LATEST = 99_999_999_999  # seconds; the year 5138, which datetime can still hold


class Shape(shape.Shape):
    """A JSON object of Meta's events, or of what the Graph answers."""

    __slots__ = ()

    def shapes(self, *names: str) -> list[Self]:
        """A list of objects; missing is empty. Reading the Graph, a list is wrapped in `data`."""
        name, value = self._first(names)
        return self.at(self._path(name), value).shapes("data") if isinstance(value, dict) else super().shapes(*names)

    def every(self, *names: str) -> list[shape.Listed]:
        """The items of a list, which may be wrapped in `data`."""
        name, value = self._first(names)
        return self.at(self._path(name), value).every("data") if isinstance(value, dict) else super().every(*names)

    def texts(self, name: str) -> list[str]:
        """A list of texts; missing is empty."""
        return [Shape({name: item}, path).words(name) for path, item in self._items((name,))]

    def identifier(self, *names: str) -> str:
        """The id of a person or of something in the Graph; Meta writes some of them as numbers."""
        name, value = self._first(names)
        if value is None:
            raise self._wrong(name, "is missing")
        written = str(value) if isinstance(value, int) and abs(value) <= 10**40 else value
        if not isinstance(written, str) or not IDENTIFIER.match(written):
            raise self._wrong(name, "is no id")
        return written

    def maybe_identifier(self, *names: str) -> str:
        """An id, or an empty string."""
        return self.identifier(*names) if self._first(names)[1] not in (None, "") else ""

    def message_identifier(self, *names: str) -> str:
        """The id of a Messenger message."""
        value = self.words(*names)
        if not MESSAGE_IDENTIFIER.match(value):
            raise self._wrong(names[0], "is no id of a message")
        return value

    def maybe_moment(self, name: str) -> datetime | None:
        """Seconds since 1970 as in events, or ISO 8601 as the Graph answers; None where there is none."""
        value = self.values.get(name)
        if value is None:
            return None
        return self.time(name) if isinstance(value, str) else self._moment(name, value, 1)

    def milliseconds(self, name: str) -> datetime:
        """A moment of Messenger."""
        return self._moment(name, self.values.get(name), 1000)

    def maybe_number(self, name: str) -> float | None:
        """A number such as a percentage or a coordinate, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**63:
            raise self._wrong(name, "is no number")
        return float(value)

    def flag(self, name: str) -> bool:
        """Yes or no; missing is no. Meta writes some of them as 1 and 0."""
        value = self.values.get(name)
        if value is not None and value not in (True, False):
            raise self._wrong(name, "is neither true nor false")
        return bool(value)

    def _moment(self, name: str, value: Any, per_second: int) -> datetime:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LATEST * per_second:
            raise self._wrong(name, "is no time")
        return datetime.fromtimestamp(value / per_second, UTC)

"""How X writes ids, moments, lists and numbers; whatever is not so is told by the field's name. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Self

from webcare.channels import shape

IDENTIFIER = re.compile(r"[0-9]{1,19}\Z")
MILLISECONDS = re.compile(r"[0-9]{1,14}\Z")  # 14 digits reach the year 5138, which datetime can still hold


class Shape(shape.Shape):
    """A JSON object of X; several names for a field are its old and its new spelling."""

    __slots__ = ()

    def shapes(self, *names: str) -> list[Self]:
        """A list of objects; missing is empty. X wraps some of them once more, in `data`."""
        return [one.unwrapped() for one in super().shapes(*names)]

    def mapped(self, name: str) -> list[Self]:
        """The objects of a map, whose keys say nothing that they do not say themselves."""
        found = self.maybe_shape(name)
        items = found.values.items() if found else []
        return [self.at(f"{self._path(name)}.{key}", value).unwrapped() for key, value in items]

    def unwrapped(self) -> Self:
        """What stands in `data` where there is nothing else."""
        inner = self.values.get("data")
        return type(self)(inner, f"{self.where}.data") if isinstance(inner, dict) and "id" not in self.values else self

    def short(self, *names: str, most: int = 200) -> str:
        """A name or key that has to be there and fits into a column."""
        name, _ = self._first(names)
        value = self.words(*names)
        if not 0 < len(value) <= most:
            raise self._wrong(name, f"is empty or longer than {most} characters")
        return value

    def identifier(self, *names: str) -> str:
        """An id that has to be there: digits, as a string."""
        name, _ = self._first(names)
        value = self.words(*names)
        if not IDENTIFIER.match(value):
            raise self._wrong(name, "is no id")
        return value

    def maybe_identifier(self, *names: str) -> str:
        """An id, or an empty string."""
        return self.identifier(*names) if self._first(names)[1] is not None else ""

    def identifiers(self, *names: str) -> tuple[str, ...]:
        """A list of ids; missing is empty."""
        return tuple(Shape({"id": value}, path).identifier("id") for path, value in self._items(names))

    def keys(self, *names: str) -> tuple[str, ...]:
        """A list of names or keys; missing is empty."""
        return tuple(Shape({"key": value}, path).short("key") for path, value in self._items(names))

    def maybe_time(self, name: str) -> datetime | None:
        """A moment, or None."""
        return self.time(name) if self.has(name) else None

    def milliseconds(self, *names: str) -> datetime:
        """A moment as milliseconds since 1970, which X writes as text."""
        name, _ = self._first(names)
        value = self.words(*names)
        if not MILLISECONDS.match(value):
            raise self._wrong(name, "is no time in milliseconds")
        return datetime.fromtimestamp(int(value) / 1000, UTC)

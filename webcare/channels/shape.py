"""Takes typed values out of JSON that a network sent, or says in a sentence which field is not what it promises. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from webcare.channels.inbound import Unparsable
from webcare.lib.limits import TEXT_CHARACTERS

MOST = 2**63 - 1  # what a bigint column holds


@dataclass(frozen=True, slots=True)
class Listed:
    """Something in a list, whatever it is, and where it stands."""

    where: str
    value: Any


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object and where it stands; several names for a field are spellings of the same.

    What one network writes in its own way (ids, moments, lists within lists) stands in the `fields.py` of its folder.
    """

    values: Mapping[str, Any]
    where: str

    @classmethod
    def read(cls, payload: bytes) -> Self:
        """The outermost object."""
        try:
            values = json.loads(payload)
        except RecursionError:
            raise Unparsable("The payload is nested too deeply.") from None
        except ValueError as error:
            raise Unparsable(f"The payload is no JSON: {error}.") from None
        return cls.at("", values)

    @classmethod
    def at(cls, where: str, value: Any) -> Self:
        """The object that stands there."""
        if not isinstance(value, dict):
            raise Unparsable(f"{where or 'The payload'} is no object.")
        return cls(value, where)

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.values.get(name) is not None

    def shape(self, name: str) -> Self:
        """An object that has to be there."""
        found = self.maybe_shape(name)
        if found is None:
            raise self._wrong(name, "is missing")
        return found

    def maybe_shape(self, *names: str) -> Self | None:
        """An object, or None where there is none."""
        name, value = self._first(names)
        return None if value is None else self.at(self._path(name), value)

    def shapes(self, *names: str) -> list[Self]:
        """A list of objects; missing is empty."""
        return [self.at(path, value) for path, value in self._items(names)]

    def every(self, *names: str) -> list[Listed]:
        """The items of a list, whatever they are; missing is empty."""
        return [Listed(path, value) for path, value in self._items(names)]

    def words(self, *names: str) -> str:
        """A text that has to be there; it may be empty."""
        name, value = self._first(names)
        if value is None:
            raise self._wrong(name, "is missing")
        if not isinstance(value, str):
            raise self._wrong(name, "is no text")
        if len(value) > TEXT_CHARACTERS:
            raise self._wrong(name, f"is longer than {TEXT_CHARACTERS} characters")
        return storable(value)

    def maybe_words(self, *names: str) -> str:
        """A text, or an empty one."""
        return self.words(*names) if self._first(names)[1] is not None else ""

    def time(self, name: str) -> datetime:
        """A moment as ISO 8601 with its zone, in UTC."""
        value = self.words(name)
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("no zone")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong(name, "is no time") from None

    def flag(self, name: str) -> bool:
        """Yes or no; missing is no."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, "is neither true nor false")
        return bool(value)

    def maybe_count(self, name: str) -> int | None:
        """A number of things, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            raise self._wrong(name, "is no count")
        return value

    def _first(self, names: tuple[str, ...]) -> tuple[str, Any]:
        for name in names:
            value = self.values.get(name)
            if value is not None:
                return name, value
        return names[0], None

    def _items(self, names: tuple[str, ...]) -> list[tuple[str, Any]]:
        name, value = self._first(names)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(name, "is no list")
        return [(f"{self._path(name)}[{position}]", item) for position, item in enumerate(value)]

    def _path(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def _wrong(self, name: str, what: str) -> Unparsable:
        return Unparsable(f"{self._path(name)} {what}.")


def storable(text: str) -> str:
    """The text as PostgreSQL can keep it: without NUL, and with lone surrogates replaced."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()

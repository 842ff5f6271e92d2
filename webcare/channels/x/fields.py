"""Takes typed values out of a payload, or says in a sentence which field is not what X promises."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from webcare.channels.inbound import Unparsable
from webcare.lib.limits import TEXT_CHARACTERS

IDENTIFIER = re.compile(r"[0-9]{1,19}\Z")
MILLISECONDS = re.compile(r"[0-9]{1,14}\Z")  # 14 digits reach the year 5138, which datetime can still hold
MOST = 2**63 - 1  # what a bigint column holds


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object and where it stands; several names for a field are its old and its new spelling."""

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
        return cls(_object(values, "The payload"), "")

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.values.get(name) is not None

    def shape(self, name: str) -> Shape:
        """An object that has to be there."""
        found = self.maybe_shape(name)
        if found is None:
            raise self._wrong(name, "is missing")
        return found

    def maybe_shape(self, *names: str) -> Shape | None:
        """An object, or None where there is none."""
        name, value = self._first(names)
        return None if value is None else Shape(_object(value, self._path(name)), self._path(name))

    def shapes(self, *names: str) -> list[Shape]:
        """A list of objects; missing is empty. X wraps some of them once more, in `data`."""
        return [_unwrapped(Shape(_object(value, path), path)) for path, value in self._items(names)]

    def mapped(self, name: str) -> list[Shape]:
        """The objects of a map, whose keys say nothing that they do not say themselves."""
        found = self.maybe_shape(name)
        items = found.values.items() if found else []
        paths = [(f"{self._path(name)}.{key}", value) for key, value in items]
        return [_unwrapped(Shape(_object(value, path), path)) for path, value in paths]

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

    def maybe_count(self, name: str) -> int | None:
        """A number of things, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            raise self._wrong(name, "is no count")
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; missing is no."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, "is neither true nor false")
        return bool(value)

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


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unparsable(f"{where} is no object.")
    return value


def _unwrapped(shape: Shape) -> Shape:
    inner = shape.values.get("data")
    return Shape(inner, f"{shape.where}.data") if isinstance(inner, dict) and "id" not in shape.values else shape

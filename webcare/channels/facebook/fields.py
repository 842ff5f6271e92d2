"""Takes typed values out of what Meta sends, or says in a sentence which field is not what Meta promises. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from webcare.channels.inbound import Unparsable
from webcare.lib.limits import TEXT_CHARACTERS

IDENTIFIER = re.compile(r"[0-9]{1,40}(?:_[0-9]{1,40}){0,2}\Z")  # a person, a page, PAGE_POST, POST_COMMENT
MESSAGE_IDENTIFIER = re.compile(r"[!-~]{1,255}\Z")  # what Messenger calls a mid; nobody promises how it looks
LATEST = 99_999_999_999  # seconds; the year 5138, which datetime can still hold


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object and where it stands; several names for a field are spellings of the same."""

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

    def maybe_shape(self, name: str) -> Shape | None:
        """An object, or None where there is none."""
        value = self.values.get(name)
        return None if value is None else Shape(_object(value, self._path(name)), self._path(name))

    def shapes(self, name: str) -> list[Shape]:
        """A list of objects; missing is empty. Reading the Graph, a list is wrapped in `data`."""
        value = self.values.get(name)
        if isinstance(value, dict):
            return Shape(value, self._path(name)).shapes("data")
        return [Shape(_object(item, path), path) for path, item in self._items(name)]

    def texts(self, name: str) -> list[str]:
        """A list of texts; missing is empty."""
        return [Shape({name: item}, path).words(name) for path, item in self._items(name)]

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
        if isinstance(value, str):
            return self._iso(name, value)
        return self._moment(name, value, 1)

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

    def _iso(self, name: str, value: str) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("no zone")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong(name, "is no time") from None

    def _first(self, names: tuple[str, ...]) -> tuple[str, Any]:
        for name in names:
            value = self.values.get(name)
            if value is not None:
                return name, value
        return names[0], None

    def _items(self, name: str) -> list[tuple[str, Any]]:
        value = self.values.get(name)
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

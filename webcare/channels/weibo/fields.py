"""How Weibo writes ids, moments and people; whatever is not so is told by the field's name. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from webcare.channels import shape

IDENTIFIER = re.compile(r"[0-9]{1,30}\Z")
MOMENT = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{1,2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2}) ([0-9]{4})\Z"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Shape(shape.Shape):
    """A JSON object of Weibo's pushes or answers."""

    __slots__ = ()

    def identifier(self, *names: str) -> str:
        """The id of a person, a post or a comment; Weibo writes most of them twice, as a number and as a text."""
        name, value = self._first(names)
        if value is None:
            raise self._wrong(name, "is missing")
        written = str(value) if isinstance(value, int) and abs(value) < 10**30 else value
        if not isinstance(written, str) or not IDENTIFIER.match(written):
            raise self._wrong(name, "is no id")
        return written

    def maybe_identifier(self, *names: str) -> str:
        """An id, or an empty string."""
        return self.identifier(*names) if self._first(names)[1] not in (None, "") else ""

    def moment(self, name: str) -> datetime:
        """A moment such as "Tue May 31 17:46:55 +0800 2011", in UTC."""
        found = MOMENT.match(self.words(name))
        if found is None or found[1] not in MONTHS:
            raise self._wrong(name, "is no time")
        month, day, hour, minute, second, sign, hours, minutes, year = found.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
        try:
            there = (int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second))
            return datetime(*there, tzinfo=timezone(offset)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong(name, "is no time") from None

    def flag(self, name: str) -> bool:
        """Yes or no; missing is no. Weibo writes some of them as 1 and 0."""
        value = self.values.get(name)
        if value is not None and value not in (True, False):
            raise self._wrong(name, "is neither true nor false")
        return bool(value)

"""How WeChat writes ids and moments, in XML and in JSON; whatever is not so is told by the field's name. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Self

from webcare.channels import shape
from webcare.channels.wechat import markup

IDENTIFIER = re.compile(r"[A-Za-z0-9_@.\-]{1,64}\Z")  # an openid, or gh_… for an official account
NUMBER = re.compile(r"[0-9]{1,20}\Z")
MEDIA = re.compile(r"[A-Za-z0-9_\-]{1,200}\Z")
COORDINATE = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?\Z")
LATEST = 99_999_999_999  # seconds; the year 5138, which datetime can still hold


class Shape(shape.Shape):
    """An event of WeChat's, or what its API answers."""

    __slots__ = ()

    @classmethod
    def of_event(cls, payload: bytes) -> Self:
        """An event, which is XML with one level."""
        return cls(markup.read(payload), "")

    def identifier(self, name: str) -> str:
        """Who it is."""
        return self._fitting(name, IDENTIFIER, "is no id")

    def number(self, name: str) -> str:
        """The id of a message."""
        return self._fitting(name, NUMBER, "is no number")

    def maybe_media(self, name: str) -> str:
        """The id of a file that lies with WeChat, or an empty text."""
        return self._fitting(name, MEDIA, "is no id of a file") if self.values.get(name) else ""

    def maybe_coordinate(self, name: str) -> str:
        """A place's latitude or longitude, or an empty text."""
        return self._fitting(name, COORDINATE, "is no coordinate") if self.values.get(name) else ""

    def moment(self, name: str) -> datetime:
        """Seconds since 1970."""
        seconds = int(self.number(name))
        if seconds > LATEST:
            raise self._wrong(name, "is no time")
        return datetime.fromtimestamp(seconds, UTC)

    def _fitting(self, name: str, pattern: re.Pattern[str], otherwise: str) -> str:
        value = self.words(name)
        if not pattern.match(value):
            raise self._wrong(name, otherwise)
        return value

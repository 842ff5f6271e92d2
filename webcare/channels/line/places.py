"""Where something is said on LINE: with one person, or by one person in a group or a room. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from webcare.channels.inbound import Unparsable
from webcare.channels.line.fields import IDENTIFIER, Shape

USER, GROUP, ROOM = "user", "group", "room"
NAMES = {USER: "userId", GROUP: "groupId", ROOM: "roomId"}


@dataclass(frozen=True, slots=True)
class Place:
    """`chat` is to whom an answer goes; `person` who speaks there, empty where LINE does not say."""

    kind: str
    chat: str
    person: str

    @classmethod
    def of(cls, source: Shape) -> Self:
        """As an event tells it."""
        kind = source.words("type")
        if kind not in NAMES:
            raise Unparsable(f"{source.where}.type is no place that LINE has told of.")
        return cls(kind, source.identifier(NAMES[kind]), source.maybe_identifier("userId"))

    @classmethod
    def behind(cls, thread_key: str) -> Self | None:
        """From a thread's key; None where it is none of LINE."""
        parts = thread_key.split(":")
        is_one = len(parts) == 3 and parts[0] in NAMES and all(map(IDENTIFIER.match, parts[1:]))
        return cls(*parts) if is_one else None

    @property
    def key(self) -> str:
        """What `parse` calls the thread."""
        return f"{self.kind}:{self.chat}:{self.person}"

    @property
    def private(self) -> bool:
        """In a group others read it too."""
        return self.kind == USER

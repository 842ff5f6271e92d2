"""What chats, messages and exchanges are called here: Telegram counts messages anew in each chat of each bot. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

BUSINESS, GROUP, DIRECT, PRIVATE = "business", "group", "direct", "private"
CONNECTION = re.compile(r"[A-Za-z0-9_-]{1,100}\Z")
WHOLE = re.compile(r"-?[0-9]{1,20}\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """A message: whose bot, in which chat, its number there; `connection` where the bot speaks for a business account."""

    bot: str
    chat: str
    number: str
    connection: str = ""

    @classmethod
    def of(cls, external_id: str) -> Self | None:
        """From its id here; None where that is none of Telegram."""
        bot, _, rest = external_id.partition(":")
        connection, _, place = rest.rpartition("@")
        chat, _, number = place.partition(":")
        if not all(WHOLE.match(each) for each in (bot, chat, number)):
            return None
        return None if connection and not CONNECTION.match(connection) else cls(bot, chat, number, connection)

    @property
    def external_id(self) -> str:
        """The same number in two chats, and the same chat for two bots, are two messages."""
        connection = f"{self.connection}@" if self.connection else ""
        return f"{self.bot}:{connection}{self.chat}:{self.number}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Where something is said: in which chat, in which topic of it, and with whom where many speak."""

    kind: str
    chat: str
    topic: str = ""  # of a forum, of a channel's direct messages; of a business chat its connection
    person: str = ""

    @classmethod
    def of(cls, thread_key: str) -> Self | None:
        """From a thread's key; None where it is none of Telegram."""
        parts = thread_key.split(":")
        if len(parts) != 4 or parts[0] not in {BUSINESS, GROUP, DIRECT, PRIVATE} or not WHOLE.match(parts[1]):
            return None
        return cls(*parts)

    @property
    def key(self) -> str:
        """What `parse` calls the thread."""
        return f"{self.kind}:{self.chat}:{self.topic}:{self.person}"

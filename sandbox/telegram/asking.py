"""The part of the client that is about Telegram: speaking as a customer there, and reading everything back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox.heard import Json
from sandbox.wire import Wire


@dataclass(frozen=True)
class Wrote:
    """A message of a private chat; programs know it by its `number` there, and by its `name` among all. `signs` are the
    reactions to it."""

    id: str
    name: str
    number: int
    bot: str
    person: str
    person_id: str
    from_bot: bool
    text: str
    media_id: str | None
    answers: int | None
    signs: list[str]
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


@dataclass(frozen=True)
class InGroup:
    """A message in a group; `meant` for the bot, which hears no other."""

    id: str
    number: int
    handle: str
    text: str
    answers: int | None
    meant: bool
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


class TelegramAsking:
    """What the client of the admin API knows of Telegram; every brand may have a bot there."""

    _wire: Wire

    def bot_token(self, brand: str) -> str:
        """A new one; the old one ends."""
        return str(self._wire.post("telegram/bots", {"brand": brand})["token"])

    def telegram(
        self, handle: str, to: str, text: str = "", *, media_id: str | None = None, at: datetime | None = None,
        events: bool = True,
    ) -> Wrote:  # fmt: skip
        """A person to a bot."""
        when = None if at is None else at.isoformat()
        wish = {"as": handle, "to": to, "text": text, "media_id": media_id, "at": when, "events": events}
        return Wrote.of(self._wire.post("telegram/letters", wish))

    def edit_telegram(self, letter_id: str, text: str) -> Wrote:
        return Wrote.of(self._wire.send("PATCH", f"telegram/letters/{letter_id}", {"text": text}))

    def react_on_telegram(self, handle: str, letter_id: str, sign: str) -> None:
        """Without a sign it is taken back."""
        self._wire.post(f"telegram/letters/{letter_id}/reaction", {"as": handle, "sign": sign})

    def telegram_group(
        self, handle: str, to: str, text: str, *, answers: int | None = None, at: datetime | None = None
    ) -> InGroup:
        """Into the group of a brand's bot."""
        when = None if at is None else at.isoformat()
        wish = {"as": handle, "to": to, "text": text, "answers": answers or 0, "at": when}
        return InGroup.of(self._wire.post("telegram/groups", wish))

    def telegram_groups(self, to: str) -> list[InGroup]:
        """Oldest first."""
        return [InGroup.of(each) for each in self._wire.get("telegram/groups", {"to": to})["letters"]]

    def telegrams(self, **filters: str | int) -> list[Wrote]:
        """Oldest first; filters: bot and person, since_id, since, limit."""
        return [Wrote.of(each) for each in self._wire.get("telegram/letters", filters)["letters"]]

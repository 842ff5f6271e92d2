"""The part of the client that is about LINE: writing to official accounts, their keys, and reading everything back."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.weibo.asking import Whispered
from sandbox.wire import Wire


@dataclass(frozen=True)
class LineKeys:
    """What a program needs to speak for an official account."""

    channel_id: str
    channel_secret: str
    token: str
    user_id: str


class LineAsking:
    """What the client of the admin API knows of LINE; every brand has an official account there."""

    _wire: Wire

    def line_keys(
        self, handle: str, *, app: str | None = None, public_key: str = "", plan: int | None = None
    ) -> LineKeys:
        """With a long-lived token; `public_key` (JSON) is the half of a pair with which a program asks for others. `plan`:
        messages that may be pushed in a month."""
        wish = {"as": handle, "app": app, "public_key": public_key, "plan": plan}
        return LineKeys(**self._wire.post("line/keys", wish))

    def line_id(self, handle: str) -> str:
        """How accounts know somebody."""
        return str(self._wire.get("line/people", {"as": handle})["id"])

    def line_follow(self, handle: str, account: str) -> None:
        self._wire.post("line/following", {"as": handle, "to": account})

    def line_block(self, handle: str, account: str) -> None:
        self._wire.send("DELETE", "line/following", {"as": handle, "to": account})

    def line(
        self, handle: str, to: str, text: str = "", *, media_id: str | None = None, at: datetime | None = None,
        events: bool = True,
    ) -> Whispered:  # fmt: skip
        """A person to an account."""
        when = None if at is None else at.isoformat()
        wish = {"as": handle, "to": to, "text": text, "media_id": media_id, "at": when, "events": events}
        return Whispered.of(self._wire.post("line/chats", wish))

    def line_unsend(self, handle: str, chat_id: str) -> None:
        self._wire.send("DELETE", f"line/chats/{chat_id}", {"as": handle})

    def lines(self, **filters: str | int) -> list[Whispered]:
        """Oldest first; filters: since_id, since, limit."""
        return [Whispered.of(each) for each in self._wire.get("line/chats", filters)["chats"]]

"""The part of the client that is about Bluesky: speaking as somebody there, an account's app password, reading it all back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox.heard import Json
from sandbox.weibo.asking import Whispered
from sandbox.wire import Wire


@dataclass(frozen=True)
class SkyKeys:
    """What a program needs to speak for an account."""

    did: str
    handle: str
    password: str


@dataclass(frozen=True)
class OnSky:
    """A post; `number` is what people here call it, `uri` what programs know it by. `hidden`: below the one above it."""

    number: str
    uri: str
    handle: str
    did: str
    text: str
    above: str
    root: str
    quotes: str
    pictures: list[str]
    facets: list[Json]
    hidden: bool
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


class BlueskyAsking:
    """What the client of the admin API knows of Bluesky; every brand may have an account there."""

    _wire: Wire

    def bluesky_keys(self, handle: str, *, chats: bool = True) -> SkyKeys:
        """A new app password; the one before ends."""
        return SkyKeys(**self._wire.post("bluesky/keys", {"as": handle, "chats": chats}))

    def bluesky_expire(self, handle: str, kind: str = "access") -> None:
        """The sessions of an account end, as if their time had passed: `access`, or `refresh` for good."""
        self._wire.post("bluesky/expiry", {"as": handle, "kind": kind})

    def bluesky_close(self, handle: str, *, closed: bool = True) -> None:
        """Moderators take an account down, or give it back."""
        self._wire.post("bluesky/takedowns", {"as": handle, "closed": closed})

    def bluesky_post(
        self, handle: str, text: str, *, below: str = "", quotes: str = "", media_id: str | None = None, alt: str = "",
        at: datetime | None = None,
    ) -> OnSky:  # fmt: skip
        """`below` and `quotes` are numbers of posts."""
        when = None if at is None else at.isoformat()
        wish = {
            "as": handle,
            "text": text,
            "below": below,
            "quotes": quotes,
            "media_id": media_id,
            "alt": alt,
            "at": when,
        }
        return OnSky.of(self._wire.post("bluesky/posts", wish))

    def bluesky_remove(self, number: str) -> None:
        """By its author."""
        self._wire.send("DELETE", f"bluesky/posts/{number}", {})

    def bluesky_like(self, handle: str, number: str, *, likes: bool = True) -> None:
        self._wire.send("POST" if likes else "DELETE", f"bluesky/posts/{number}/likes", {"as": handle})

    def bluesky_posts(self, **filters: str | int) -> list[OnSky]:
        """Oldest first; filters: since_id (a number), brands (true: only what brands said)."""
        return [OnSky.of(each) for each in self._wire.get("bluesky/posts", filters)["posts"]]

    def bluesky_lets_in(self, handle: str, whom: str) -> None:
        """From whom somebody takes private messages: `all`, `following` or `none`."""
        self._wire.post("bluesky/declarations", {"as": handle, "whom": whom})

    def bluesky_chat(self, handle: str, to: str, text: str, *, at: datetime | None = None) -> Whispered:
        """A person to an account, or an account to a person."""
        when = None if at is None else at.isoformat()
        return Whispered.of(self._wire.post("bluesky/chats", {"as": handle, "to": to, "text": text, "at": when}))

    def bluesky_react(self, handle: str, chat_id: str, sign: str) -> None:
        """Without a sign it is taken back."""
        self._wire.post(f"bluesky/chats/{chat_id}/reaction", {"as": handle, "sign": sign})

    def bluesky_chats(self, **filters: str | int) -> list[Whispered]:
        """Oldest first; filters: since_id, since, limit."""
        return [Whispered.of(each) for each in self._wire.get("bluesky/chats", filters)["chats"]]

"""The part of the client that is about Weibo: speaking as somebody there, entering an account's address, reading it all back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox.heard import Json
from sandbox.wire import Wire


@dataclass(frozen=True)
class WeiboKeys:
    """What a program needs to speak for an account."""

    token: str
    fans_token: str
    account_id: str
    app_key: str
    app_secret: str


@dataclass(frozen=True)
class OnWeibo:
    """A post or a comment."""

    id: str
    handle: str
    person_id: str
    text: str
    post_id: str
    parent_id: str | None
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


@dataclass(frozen=True)
class Whispered:
    """A private message, on Weibo or WeChat; `name` is what programs know it by, where there is such a thing."""

    id: str
    name: str
    account: str
    person: str
    from_account: bool
    text: str
    media_id: str | None
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


class WeiboAsking:
    """What the client of the admin API knows of Weibo; every brand has an account there."""

    _wire: Wire

    def weibo_keys(self, handle: str, *, app: str | None = None, expires_in: int | None = None) -> WeiboKeys:
        """Without `expires_in` the token lasts for years."""
        return WeiboKeys(**self._wire.post("weibo/keys", {"as": handle, "app": app, "expires_in": expires_in}))

    def weibo_callback(self, handle: str, url: str, *, app: str | None = None) -> None:
        """Enter where the fans service calls; it tries at once."""
        self._wire.post("weibo/callbacks", {"as": handle, "url": url, "app": app})

    def weibo_post(self, handle: str, text: str, *, media_id: str | None = None, at: datetime | None = None) -> OnWeibo:
        return OnWeibo.of(self._wire.post("weibo/posts", _said(handle, text, media_id, at)))

    def weibo_comment(self, handle: str, below: str, text: str, *, at: datetime | None = None) -> OnWeibo:
        """Below a post, or in answer to a comment."""
        return OnWeibo.of(self._wire.post("weibo/comments", {"below": below, **_said(handle, text, None, at)}))

    def weibo_remove(self, entry_id: str) -> None:
        """By its author."""
        self._wire.send("DELETE", f"weibo/entries/{entry_id}", {})

    def weibo_posts(self, **filters: str | int) -> list[OnWeibo]:
        """Newest first; filters: account, since, limit."""
        return [OnWeibo.of(each) for each in self._wire.get("weibo/posts", filters)["entries"]]

    def weibo_thread(self, post_id: str) -> list[OnWeibo]:
        """Every comment below a post, oldest first."""
        return [OnWeibo.of(each) for each in self._wire.get(f"weibo/posts/{post_id}", {})["entries"]]

    def weibo_answers(self, **filters: str | int) -> list[OnWeibo]:
        """What brands commented, oldest first; filters: since_id, since, limit."""
        return [OnWeibo.of(each) for each in self._wire.get("weibo/answers", filters)["entries"]]

    def weibo_chat(
        self, handle: str, to: str, text: str = "", *, media_id: str | None = None, at: datetime | None = None
    ) -> Whispered:
        """A person to an account, or an account to a person."""
        return Whispered.of(self._wire.post("weibo/chats", {"to": to, **_said(handle, text, media_id, at)}))

    def weibo_chats(self, **filters: str | int) -> list[Whispered]:
        """Oldest first; filters: since_id, since, limit."""
        return [Whispered.of(each) for each in self._wire.get("weibo/chats", filters)["chats"]]


def _said(handle: str, text: str, media_id: str | None, at: datetime | None) -> Json:
    when = None if at is None else at.isoformat()
    return {"as": handle, "text": text, "media_id": media_id, "at": when}

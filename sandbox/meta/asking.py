"""The part of the client that is about Meta's networks: speaking as a customer or a page there, and reading everything back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox.heard import Json
from sandbox.wire import Wire


@dataclass(frozen=True)
class PageKeys:
    """What a program needs to speak for a page."""

    token: str
    page_id: str
    instagram_id: str
    number_id: str
    business_id: str
    app_id: str
    app_secret: str


@dataclass(frozen=True)
class OnWall:
    """A post or comment: `id` is for this client, `name` is what the page's programs know it by, as `person_id` its author."""

    id: str
    name: str
    handle: str
    person_id: str
    wall: str
    text: str
    post_id: str
    parent_id: str | None
    media_id: str | None
    created_at: datetime
    edited: bool
    hidden: bool

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


@dataclass(frozen=True)
class Chatted:
    """A message in Messenger."""

    id: str
    name: str
    page: str
    person: str
    person_id: str
    from_page: bool
    text: str
    media_id: str | None
    tag: str
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


class MetaAsking:
    """What the client of the admin API knows of Meta's networks, each by its key (`on`); every brand has a page there."""

    _wire: Wire

    def page_keys(
        self, page: str, *, app: str | None = None, permissions: Sequence[str] = (), expires_in: int | None = None
    ) -> PageKeys:
        """Without `expires_in` the token does not end by itself; without `permissions` it has them all."""
        wish = {"page": page, "app": app, "permissions": list(permissions), "expires_in": expires_in}
        return PageKeys(**self._wire.post("facebook/tokens", wish))

    def wall_post(
        self,
        handle: str,
        text: str,
        *,
        wall: str | None = None,
        media_id: str | None = None,
        at: datetime | None = None,
        events: bool = True,
        on: str = "facebook",
    ) -> OnWall:
        """On one's own wall, or as a visitor on that of a page."""
        wish = {"wall": wall, **_said(handle, text, media_id, at, events=events)}
        return OnWall.of(self._wire.post(f"{on}/posts", wish))

    def comment(
        self,
        handle: str,
        below: str,
        text: str,
        *,
        media_id: str | None = None,
        at: datetime | None = None,
        events: bool = True,
        on: str = "facebook",
    ) -> OnWall:
        """Below a post or a comment."""
        wish = {"below": below, **_said(handle, text, media_id, at, events=events)}
        return OnWall.of(self._wire.post(f"{on}/comments", wish))

    def edit_entry(self, entry_id: str, text: str, on: str = "facebook") -> OnWall:
        return OnWall.of(self._wire.send("PATCH", f"{on}/entries/{entry_id}", {"text": text}))

    def remove_entry(self, entry_id: str, on: str = "facebook") -> None:
        """By its author."""
        self._wire.send("DELETE", f"{on}/entries/{entry_id}", {})

    def like_entry(self, handle: str, entry_id: str, on: str = "facebook") -> None:
        """A post or a comment; a second time takes it back."""
        self._wire.post(f"{on}/entries/{entry_id}/like", {"as": handle})

    def wall(self, *, on: str = "facebook", **filters: str | int) -> list[OnWall]:
        """Posts, newest first; filters: wall, since, limit."""
        return [OnWall.of(each) for each in self._wire.get(f"{on}/posts", filters)["entries"]]

    def wall_thread(self, entry_id: str, on: str = "facebook") -> list[OnWall]:
        """Every comment below the post to which this belongs, oldest first."""
        return [OnWall.of(each) for each in self._wire.get(f"{on}/entries/{entry_id}", {})["thread"]]

    def page_answers(self, *, on: str = "facebook", **filters: str | int) -> list[OnWall]:
        """What pages commented, oldest first; filters: below, page, since_id, since, limit."""
        return [OnWall.of(each) for each in self._wire.get(f"{on}/answers", filters)["answers"]]

    def chat(
        self,
        handle: str,
        to: str,
        text: str = "",
        *,
        media_id: str | None = None,
        at: datetime | None = None,
        events: bool = True,
        on: str = "facebook",
    ) -> Chatted:
        """In Messenger: a person to a page, or a page from its own inbox to a person."""
        wish = {"to": to, **_said(handle, text, media_id, at, events=events)}
        return Chatted.of(self._wire.post(f"{on}/chats", wish))

    def edit_chat(self, chat_id: str, text: str, on: str = "facebook") -> Chatted:
        return Chatted.of(self._wire.send("PATCH", f"{on}/chats/{chat_id}", {"text": text}))

    def unsend(self, chat_id: str, on: str = "facebook") -> None:
        self._wire.send("DELETE", f"{on}/chats/{chat_id}", {})

    def chats(self, *, on: str = "facebook", **filters: str | int) -> list[Chatted]:
        """Oldest first; filters: page and person, since_id, since, limit."""
        return [Chatted.of(each) for each in self._wire.get(f"{on}/chats", filters)["chats"]]


def _said(handle: str, text: str, media_id: str | None, at: datetime | None, *, events: bool) -> Json:
    when = None if at is None else at.isoformat()
    return {"as": handle, "text": text, "media_id": media_id, "at": when, "events": events}

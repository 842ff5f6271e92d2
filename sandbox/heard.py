"""What the client of the admin API hands back: people, keys, posts, messages, counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    id: str
    handle: str
    name: str
    is_brand: bool

    @classmethod
    def of(cls, found: Json) -> Self:
        return cls(found["id"], found["handle"], found["name"], found["is_brand"])


@dataclass(frozen=True)
class AppKeys:
    id: str
    name: str
    client_id: str
    client_secret: str
    consumer_secret: str
    bearer_token: str


@dataclass(frozen=True)
class AccountTokens:
    access_token: str
    refresh_token: str | None
    bearer_token: str
    user_id: str
    handle: str
    expires_in: int


@dataclass(frozen=True)
class Said:
    """A post; `own_text` is without the mentions that the network put before a reply."""

    id: str
    handle: str
    text: str
    own_text: str
    created_at: datetime
    conversation_id: str
    in_reply_to: str | None
    quotes: str | None
    versions: tuple[str, ...]
    hidden: bool
    source: str
    media_ids: tuple[str, ...]
    deep_link: str | None
    likes: int
    replies: int

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(
            **members
            | {
                "created_at": datetime.fromisoformat(found["created_at"]),
                "versions": tuple(found["versions"]),
                "media_ids": tuple(found["media_ids"]),
            }
        )


@dataclass(frozen=True)
class Written:
    id: str
    conversation_id: str
    sender: str
    recipient: str
    text: str
    media_id: str | None
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        return cls(
            found["id"],
            found["conversation_id"],
            found["from"],
            found["to"],
            found["text"],
            found["media_id"],
            datetime.fromisoformat(found["created_at"]),
        )


@dataclass(frozen=True)
class Visit:
    """What somebody said by hand on a page; `kind` is post, message, mail, wall or chat."""

    handle: str
    kind: str
    id: str
    at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        return cls(found["handle"], found["kind"], found["id"], datetime.fromisoformat(found["at"]))


@dataclass(frozen=True)
class Line:
    """One post of a bulk call; handles that do not exist are made."""

    handle: str
    text: str
    at: datetime | None = None
    in_reply_to: str | None = None
    quote: str | None = None
    lang: str = "und"


@dataclass(frozen=True)
class Counts:
    users: int
    posts: int
    messages: int
    wall: int
    chats: int
    waiting: int
    delivered: int
    given_up: int
    attempts: int
    last_error: str | None

    @classmethod
    def of(cls, found: Json) -> Self:
        return cls(found["users"], found["posts"], found["messages"], found["wall"], found["chats"], **found["outbox"])

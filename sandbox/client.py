"""A small client of the admin API, for demo, tests and replay; it imports nothing else of the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx2

Json = dict[str, Any]


class SandboxError(Exception):
    """The sandbox said no; the text is its sentence."""


@dataclass(frozen=True)
class Person:
    id: str
    handle: str
    name: str
    is_brand: bool


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


@dataclass(frozen=True)
class Written:
    id: str
    conversation_id: str
    sender: str
    recipient: str
    text: str
    media_id: str | None
    created_at: datetime


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
    waiting: int
    delivered: int
    given_up: int
    attempts: int
    last_error: str | None


class Sandbox:
    """`with Sandbox("http://127.0.0.1:8020") as sandbox: sandbox.post("anna", "@lowlandair where is my bag?")`"""

    def __init__(self, url: str = "http://127.0.0.1:8020", timeout: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self._http = httpx2.Client(base_url=self.url, timeout=timeout, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    # People and programs

    def create_user(
        self, handle: str, name: str = "", *, verified: bool = False, followers: int = 0, is_brand: bool = False,
        description: str = "", hue: int | None = None, id: str | None = None,
    ) -> Person:
        """Making one that exists updates it."""
        made = self._post("users", {
            "handle": handle, "name": name, "verified": verified, "followers": followers, "is_brand": is_brand,
            "description": description, "hue": hue, "id": id,
        })
        return Person(made["id"], made["handle"], made["name"], made["is_brand"])

    def users(self) -> list[Person]:
        found = self._get("users", {})["users"]
        return [Person(each["id"], each["handle"], each["name"], each["is_brand"]) for each in found]

    def create_app(
        self, consumer_secret: str | None = None, name: str = "webcare", redirect_uris: Sequence[str] = (),
        client_id: str | None = None, client_secret: str | None = None,
    ) -> AppKeys:
        made = self._post("apps", {
            "name": name, "consumer_secret": consumer_secret, "redirect_uris": list(redirect_uris), "client_id": client_id,
            "client_secret": client_secret,
        })
        return AppKeys(**{key: made[key] for key in AppKeys.__dataclass_fields__})

    def issue_tokens(
        self, handle: str, *, app: str | None = None, scopes: Sequence[str] = (), expires_in: int | None = None
    ) -> AccountTokens:
        made = self._post("tokens", {"handle": handle, "app": app, "scopes": list(scopes), "expires_in": expires_in})
        return AccountTokens(**{key: made[key] for key in AccountTokens.__dataclass_fields__})

    def expire_tokens(self) -> None:
        """Every access token ends now; refresh tokens still work."""
        self._send("DELETE", "tokens", {})

    def revoke_tokens(self, handle: str) -> None:
        """As if the account had thrown the app out."""
        self._send("DELETE", "tokens", {"handle": handle})

    # Acting as somebody

    def post(
        self, handle: str, text: str, *, media_ids: Sequence[str] = (), at: datetime | None = None, lang: str = "und",
        quote: str | None = None, events: bool = True,
    ) -> Said:
        return _said(self._post("posts", {
            "as": handle, "text": text, "media_ids": list(media_ids), "at": _iso(at), "lang": lang, "quote": quote,
            "events": events,
        }))

    def reply(
        self, handle: str, to: str, text: str, *, greet: bool = True, media_ids: Sequence[str] = (),
        at: datetime | None = None, lang: str = "und", events: bool = True,
    ) -> Said:
        """`greet=False` leaves out the mention that the network's app puts before a reply."""
        return _said(self._post("posts", {
            "as": handle, "text": text, "in_reply_to": to, "greet": greet, "media_ids": list(media_ids), "at": _iso(at),
            "lang": lang, "events": events,
        }))

    def quote(self, handle: str, post_id: str, text: str) -> Said:
        return self.post(handle, text, quote=post_id)

    def edit(self, post_id: str, text: str) -> Said:
        """The edited post has a new id."""
        return _said(self._send("PATCH", f"posts/{post_id}", {"text": text}))

    def delete(self, post_id: str) -> None:
        self._send("DELETE", f"posts/{post_id}", {})

    def like(self, handle: str, post_id: str) -> None:
        self._post(f"posts/{post_id}/likes", {"as": handle})

    def dm(
        self, handle: str, to: str, text: str = "", *, media_id: str | None = None, at: datetime | None = None,
        events: bool = True,
    ) -> Written:
        return _written(self._post("messages", {
            "as": handle, "to": to, "text": text, "media_id": media_id, "at": _iso(at), "events": events,
        }))

    def upload(self, handle: str, content: bytes, media_type: str = "image/png", alt: str = "") -> str:
        """Returns the media id for `post`, `reply` and `dm`."""
        made = _checked(self._http.post(
            "/sandbox/media", params={"as": handle, "alt": alt}, content=content, headers={"content-type": media_type}
        ))
        return str(made["id"])

    def block(self, handle: str, whom: str) -> None:
        self._post("ties", {"kind": "block", "as": handle, "to": whom})

    def bulk(self, lines: Sequence[Line], *, events: bool = True) -> list[str]:
        """Many posts in one transaction, for replay at high speed; returns their ids in the same order."""
        posts = [
            {"as": line.handle, "text": line.text, "at": _iso(line.at), "in_reply_to": line.in_reply_to, "quote": line.quote,
             "lang": line.lang} for line in lines
        ]
        ids: list[str] = self._post("posts/bulk", {"posts": posts, "events": events})["ids"]
        return ids

    # Reading back

    def posts(self, **filters: str | int) -> list[Said]:
        """Newest first; filters as in the README: handle, mentioning, conversation_id, since_id, since, limit."""
        return [_said(each) for each in self._get("posts", filters)["posts"]]

    def thread(self, post_id: str) -> list[Said]:
        """The whole conversation of a post, oldest first."""
        return [_said(each) for each in self._get(f"posts/{post_id}", {})["thread"]]

    def answers(self, **filters: str | int) -> list[Said]:
        """What brands replied, oldest first; filters: in_reply_to, since_id, since, brand, limit."""
        return [_said(each) for each in self._get("answers", filters)["answers"]]

    def messages(self, handle: str | None = None, other: str | None = None, since_id: str | None = None) -> list[Written]:
        filters = {"handle": handle, "with": other, "since_id": since_id}
        found = self._get("messages", {key: value for key, value in filters.items() if value is not None})
        return [_written(each) for each in found["messages"]]

    def counts(self) -> Counts:
        found = self._get("counts", {})
        return Counts(found["users"], found["posts"], found["messages"], **found["outbox"])

    # Trouble

    def faults(self, **changes: Any) -> Json:
        """As in the README, for example `faults(repeat=3, shuffle=2.0, sends=["dropped_accepted"])`."""
        return self._post("faults", changes)

    def clear_faults(self) -> None:
        self._send("DELETE", "faults", {})

    def reset(self) -> None:
        self._post("reset", {})

    def is_up(self) -> bool:
        try:
            return self._http.get("/healthz").is_success
        except httpx2.HTTPError:
            return False

    def _get(self, path: str, params: Mapping[str, str | int]) -> Json:
        return _checked(self._http.get(f"/sandbox/{path}", params=params))

    def _post(self, path: str, body: Json) -> Json:
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: Json) -> Json:
        told = {key: value for key, value in body.items() if value is not None}
        return _checked(self._http.request(method, f"/sandbox/{path}", json=told))


def _checked(response: httpx2.Response) -> Json:
    body: Json = response.json()
    if response.is_error:
        raise SandboxError(body.get("error", response.text))
    return body


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _said(found: Json) -> Said:
    members = {key: found[key] for key in Said.__dataclass_fields__}
    return Said(**members | {
        "created_at": datetime.fromisoformat(found["created_at"]), "versions": tuple(found["versions"]),
        "media_ids": tuple(found["media_ids"]),
    })


def _written(found: Json) -> Written:
    return Written(
        found["id"], found["conversation_id"], found["from"], found["to"], found["text"], found["media_id"],
        datetime.fromisoformat(found["created_at"]),
    )

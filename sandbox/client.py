"""A small client of the admin API, for demo, tests and replay; it imports nothing of the network that runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from sandbox.bluesky.asking import BlueskyAsking, OnSky, SkyKeys
from sandbox.heard import AccountTokens, AppKeys, Counts, Json, Line, Person, Said, Visit, Written
from sandbox.line.asking import LineAsking, LineKeys
from sandbox.linkedin.asking import LinkedInAsking, StewardKeys
from sandbox.mail.asking import Enclosure, MailAsking, Mailed
from sandbox.mastodon.asking import MastodonAsking, OnMastodon
from sandbox.meta.asking import Chatted, MetaAsking, OnWall, PageKeys
from sandbox.site.asking import Visitor
from sandbox.telegram.asking import TelegramAsking, Wrote
from sandbox.wechat.asking import WeChatAsking, WeChatKeys
from sandbox.weibo.asking import OnWeibo, WeiboAsking, WeiboKeys, Whispered
from sandbox.wire import SandboxError, Wire

__all__ = [
    "AccountTokens",
    "AppKeys",
    "Chatted",
    "Counts",
    "Enclosure",
    "Line",
    "LineKeys",
    "Mailed",
    "OnMastodon",
    "OnSky",
    "OnWall",
    "OnWeibo",
    "PageKeys",
    "Person",
    "Said",
    "Sandbox",
    "SandboxError",
    "SkyKeys",
    "StewardKeys",
    "Visit",
    "Visitor",
    "WeChatKeys",
    "WeiboKeys",
    "Whispered",
    "Written",
    "Wrote",
]


class Sandbox(
    MailAsking,
    MetaAsking,
    LinkedInAsking,
    TelegramAsking,
    WeiboAsking,
    WeChatAsking,
    MastodonAsking,
    BlueskyAsking,
    LineAsking,
):
    """`with Sandbox("http://127.0.0.1:8020") as sandbox: sandbox.post("anna", "@lowlandair where is my bag?")`"""

    def __init__(self, url: str = "http://127.0.0.1:8020", timeout: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self._wire = Wire(self.url, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._wire.close()

    # People and programs

    def create_user(
        self,
        handle: str,
        name: str = "",
        *,
        verified: bool = False,
        followers: int = 0,
        is_brand: bool = False,
        description: str = "",
        hue: int | None = None,
        id: str | None = None,
    ) -> Person:
        """Making one that exists updates it."""
        made = self._wire.post(
            "users",
            {
                "handle": handle,
                "name": name,
                "verified": verified,
                "followers": followers,
                "is_brand": is_brand,
                "description": description,
                "hue": hue,
                "id": id,
            },
        )
        return Person.of(made)

    def users(self) -> list[Person]:
        return [Person.of(each) for each in self._wire.get("users", {})["users"]]

    def create_app(
        self,
        consumer_secret: str | None = None,
        name: str = "webcare",
        redirect_uris: Sequence[str] = (),
        client_id: str | None = None,
        client_secret: str | None = None,
    ) -> AppKeys:
        made = self._wire.post(
            "apps",
            {
                "name": name,
                "consumer_secret": consumer_secret,
                "redirect_uris": list(redirect_uris),
                "client_id": client_id,
                "client_secret": client_secret,
            },
        )
        return AppKeys(**{key: made[key] for key in AppKeys.__dataclass_fields__})

    def issue_tokens(
        self, handle: str, *, app: str | None = None, scopes: Sequence[str] = (), expires_in: int | None = None
    ) -> AccountTokens:
        made = self._wire.post(
            "tokens", {"handle": handle, "app": app, "scopes": list(scopes), "expires_in": expires_in}
        )
        return AccountTokens(**{key: made[key] for key in AccountTokens.__dataclass_fields__})

    def expire_tokens(self) -> None:
        """Every access token ends now; refresh tokens still work."""
        self._wire.send("DELETE", "tokens", {})

    def revoke_tokens(self, handle: str) -> None:
        """As if the account had thrown the app out."""
        self._wire.send("DELETE", "tokens", {"handle": handle})

    # Acting as somebody

    def post(
        self,
        handle: str,
        text: str,
        *,
        media_ids: Sequence[str] = (),
        at: datetime | None = None,
        lang: str = "und",
        quote: str | None = None,
        events: bool = True,
    ) -> Said:
        return Said.of(
            self._wire.post(
                "posts",
                {
                    "as": handle,
                    "text": text,
                    "media_ids": list(media_ids),
                    "at": _iso(at),
                    "lang": lang,
                    "quote": quote,
                    "events": events,
                },
            )
        )

    def reply(
        self,
        handle: str,
        to: str,
        text: str,
        *,
        greet: bool = True,
        media_ids: Sequence[str] = (),
        at: datetime | None = None,
        lang: str = "und",
        events: bool = True,
    ) -> Said:
        """`greet=False` leaves out the mention that the network's app puts before a reply."""
        return Said.of(
            self._wire.post(
                "posts",
                {
                    "as": handle,
                    "text": text,
                    "in_reply_to": to,
                    "greet": greet,
                    "media_ids": list(media_ids),
                    "at": _iso(at),
                    "lang": lang,
                    "events": events,
                },
            )
        )

    def quote(self, handle: str, post_id: str, text: str) -> Said:
        return self.post(handle, text, quote=post_id)

    def edit(self, post_id: str, text: str) -> Said:
        """The edited post has a new id."""
        return Said.of(self._wire.send("PATCH", f"posts/{post_id}", {"text": text}))

    def delete(self, post_id: str) -> None:
        self._wire.send("DELETE", f"posts/{post_id}", {})

    def like(self, handle: str, post_id: str) -> None:
        self._wire.post(f"posts/{post_id}/likes", {"as": handle})

    def dm(
        self,
        handle: str,
        to: str,
        text: str = "",
        *,
        media_id: str | None = None,
        at: datetime | None = None,
        events: bool = True,
    ) -> Written:
        return Written.of(
            self._wire.post(
                "messages",
                {"as": handle, "to": to, "text": text, "media_id": media_id, "at": _iso(at), "events": events},
            )
        )

    def upload(self, handle: str, content: bytes, media_type: str = "image/png", alt: str = "") -> str:
        """Returns the media id for `post`, `reply` and `dm`."""
        made = self._wire.upload("media", {"as": handle, "alt": alt}, content, media_type)
        return str(made["id"])

    def block(self, handle: str, whom: str) -> None:
        self._wire.post("ties", {"kind": "block", "as": handle, "to": whom})

    def follow(self, handle: str, whom: str) -> None:
        self._wire.post("ties", {"kind": "follow", "as": handle, "to": whom})

    def bulk(self, lines: Sequence[Line], *, events: bool = True) -> list[str]:
        """Many posts in one transaction, for replay at high speed; returns their ids in the same order."""
        posts = [
            {
                "as": line.handle,
                "text": line.text,
                "at": _iso(line.at),
                "in_reply_to": line.in_reply_to,
                "quote": line.quote,
                "lang": line.lang,
            }
            for line in lines
        ]
        ids: list[str] = self._wire.post("posts/bulk", {"posts": posts, "events": events})["ids"]
        return ids

    # Reading back

    def posts(self, **filters: str | int) -> list[Said]:
        """Newest first; filters as in the README: handle, mentioning, conversation_id, since_id, since, limit."""
        return [Said.of(each) for each in self._wire.get("posts", filters)["posts"]]

    def thread(self, post_id: str) -> list[Said]:
        """The whole conversation of a post, oldest first."""
        return [Said.of(each) for each in self._wire.get(f"posts/{post_id}", {})["thread"]]

    def answers(self, **filters: str | int) -> list[Said]:
        """What brands replied, oldest first; filters: in_reply_to, since_id, since, brand, limit."""
        return [Said.of(each) for each in self._wire.get("answers", filters)["answers"]]

    def messages(
        self, handle: str | None = None, other: str | None = None, since_id: str | None = None
    ) -> list[Written]:
        filters = {"handle": handle, "with": other, "since_id": since_id}
        found = self._wire.get("messages", {key: value for key, value in filters.items() if value is not None})
        return [Written.of(each) for each in found["messages"]]

    def visits(self, since: datetime) -> list[Visit]:
        """What people said by hand on the pages, oldest first."""
        return [Visit.of(each) for each in self._wire.get("visits", {"since": since.isoformat()})["visits"]]

    def counts(self) -> Counts:
        return Counts.of(self._wire.get("counts", {}))

    # Trouble

    def faults(self, **changes: Any) -> Json:
        """As in the README: `faults(repeat=3, shuffle=2.0, sends=["dropped_accepted"])`."""
        return self._wire.post("faults", changes)

    def clear_faults(self) -> None:
        self._wire.send("DELETE", "faults", {})

    def reset(self) -> None:
        self._wire.post("reset", {})

    def is_up(self) -> bool:
        return self._wire.is_up()


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()

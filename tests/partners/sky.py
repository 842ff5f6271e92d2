"""Somebody on the real Bluesky's own programs, as its app would act for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx2

from webcare.lib.now import real_now

PASSWORD = "correct-horse-battery"
_numbers = count(1)


@dataclass(frozen=True)
class Somebody:
    """With a session at the server."""

    server: str
    did: str
    handle: str
    token: str

    @classmethod
    def arrives(cls, server: str, name: str) -> Somebody:
        """A new account."""
        handle = f"{name}{next(_numbers)}.test"
        wish = {"handle": handle, "email": f"{handle}@customers.example", "password": PASSWORD}
        made = _answer(httpx2.post(f"{server}/xrpc/com.atproto.server.createAccount", json=wish, timeout=60))
        return cls(server, made["did"], handle, made["accessJwt"])

    def app_password(self) -> str:
        """As an administrator makes one for us."""
        return str(self.does("com.atproto.server.createAppPassword", name="webcare")["password"])

    def posts(self, text: str, whom: Somebody) -> str:
        """With a mention that works; where it stands."""
        said = f"@{whom.handle} {text}"
        span = {"byteStart": 0, "byteEnd": len(whom.handle) + 1}
        facet = {"index": span, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": whom.did}]}
        return str(self.keeps("app.bsky.feed.post", text=said, facets=[facet])["uri"])

    def likes(self, uri: str) -> None:
        [post] = self.asks("app.bsky.feed.getPosts", uris=[uri])["posts"]
        self.keeps("app.bsky.feed.like", subject={"uri": uri, "cid": post["cid"]})

    def keeps(self, collection: str, **record: Any) -> dict[str, Any]:
        """A record in their own repository."""
        moment = f"{real_now():%Y-%m-%dT%H:%M:%S}.000Z"
        record = {"$type": collection, "createdAt": moment, **record}
        return self.does("com.atproto.repo.createRecord", repo=self.did, collection=collection, record=record)

    def removes(self, uri: str) -> None:
        collection, rkey = uri.split("/")[3:5]
        self.does("com.atproto.repo.deleteRecord", repo=self.did, collection=collection, rkey=rkey)

    def below(self, uri: str) -> list[dict[str, Any]]:
        """The posts that answer one, as everybody sees them."""
        shown = self.asks("app.bsky.feed.getPostThread", uri=uri, depth=1)["thread"]
        return [each["post"] for each in shown.get("replies", [])]

    def does(self, method: str, **wish: Any) -> dict[str, Any]:
        return _answer(httpx2.post(f"{self.server}/xrpc/{method}", json=wish, headers=self._proof, timeout=60))

    def asks(self, method: str, **asked: Any) -> dict[str, Any]:
        return _answer(httpx2.get(f"{self.server}/xrpc/{method}", params=asked, headers=self._proof, timeout=60))

    @property
    def _proof(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


def _answer(response: httpx2.Response) -> dict[str, Any]:
    assert response.is_success, response.text
    found: dict[str, Any] = response.json() if response.content else {}
    return found

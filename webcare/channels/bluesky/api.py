"""Calls as one account: XRPC at the server on which it lives, which passes on what others answer; errors as DeliveryError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from webcare.channels import calling, quota
from webcare.channels.account import Account
from webcare.channels.bluesky import problems, sessions
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.naming import POST, Place
from webcare.channels.bluesky.sessions import NAME, understood
from webcare.channels.listed import Aside

CHAT_SERVICE = "did:web:api.bsky.chat#bsky_chat"
POSTS_AT_ONCE = 25
Asked = str | int | Sequence[str]


class Api:
    """`chat`: the call is meant for the chat service, to which the server passes it on."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.did = str(account.external_id)

    def get(self, method: str, *, chat: bool = False, **asked: Asked) -> Shape:
        """Ask for something."""
        return self._answer(
            "GET", method, chat=chat, params={name: value for name, value in asked.items() if value != ""}
        )

    def post(self, method: str, told: Mapping[str, Any], *, chat: bool = False, sends: bool = False) -> Shape:
        """Do something. `sends`: no answer means an unknown outcome."""
        return self._answer("POST", method, chat=chat, sends=sends, json=dict(told))

    def upload(self, content: bytes, content_type: str) -> Mapping[str, Any]:
        """A file, which a record may then name; one that none names is forgotten by itself."""
        headers = {"content-type": content_type}
        answer = self._answer("POST", "com.atproto.repo.uploadBlob", content=content, headers=headers)
        with understood():
            return answer.shape("blob").values

    def posts(self, uris: Sequence[str]) -> list[Shape]:
        """Those of these posts that stand, as Bluesky shows them; one that it shows oddly is left out."""
        found = list[Shape]()
        for start in range(0, len(uris), POSTS_AT_ONCE):
            found += self._few(uris[start : start + POSTS_AT_ONCE])
        return found

    def record(self, place: Place) -> Shape | None:
        """What lies there; None where nothing does, nor where whoever put it there is closed."""
        try:
            return self.get("com.atproto.repo.getRecord", repo=place.did, collection=place.collection, rkey=place.rkey)
        except problems.Refused as error:
            if error.gone or (place.did != self.did and error.problem.name in problems.SHUT):
                return None
            raise

    def _few(self, uris: Sequence[str]) -> list[Shape]:
        """Where Bluesky refuses to look because of one of them, the others are asked for by themselves."""
        try:
            answer = self.get("app.bsky.feed.getPosts", uris=list(uris))
        except problems.Refused as error:
            if error.reauth or not error.permanent:
                raise
            half = len(uris) // 2
            return [*self._few(uris[:half]), *self._few(uris[half:])] if half else []
        with understood():
            return list(Aside().sound(answer, "posts", reads=lambda post: post.post("uri")))

    def own_post(self, rkey: str) -> Place:
        """Where a post of ours lies under this name."""
        return Place(self.did, POST, rkey)

    def _answer(
        self,
        verb: str,
        method: str,
        *,
        chat: bool = False,
        sends: bool = False,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Shape:
        token = sessions.current(self.account)
        proxied = {"atproto-proxy": CHAT_SERVICE} if chat else {}
        told = {**proxied, **(headers or {})}
        response = self._asked(verb, method, token, told, sends=sends, **more)
        if not response.is_success and problems.Problem.of(response).wants_token:  # nothing was done
            token = sessions.renewed(self.account, stale=token)
            response = self._asked(verb, method, token, told, sends=sends, **more)
        quota.note(self.account, quota.of_limit(response.headers, "ratelimit-limit", "ratelimit-remaining"))
        if not response.is_success:
            raise problems.from_response(response, sends=sends)
        if not response.content:
            return Shape({}, "")
        with understood(sends=sends):
            return Shape.read(response.content)

    def _asked(
        self, verb: str, method: str, token: str, headers: Mapping[str, str], *, sends: bool, **more: Any
    ) -> httpx2.Response:
        url = f"{sessions.base_of(self.account)}/xrpc/{method}"
        with calling.answered(NAME, sends=sends):
            return sessions.client().request(verb, url, headers={**headers, "authorization": f"Bearer {token}"}, **more)

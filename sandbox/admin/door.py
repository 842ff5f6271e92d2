"""Lets in whoever calls from this machine, reads what they want, and tells them plainly what was wrong with it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.clock import from_iso
from sandbox.network import Network, network_of
from sandbox.refusing import NotThere, Refusal
from sandbox.world.users import BadHandle, User

Json = dict[str, Any]
LOOPBACK = ("127.0.0.1", "::1", "testclient")


class BadWish(Exception):
    """The request cannot be understood; the text says why."""


@dataclass(frozen=True)
class Wish:
    """One request with its JSON members or query parameters."""

    network: Network
    request: Request
    members: Json

    def text(self, name: str, default: str | None = None) -> str:
        value = self.members.get(name, default)
        if not isinstance(value, str) or (default is None and not value):
            raise BadWish(f"“{name}” must be a text.")
        return value

    def maybe_text(self, name: str) -> str | None:
        value = self.members.get(name)
        if value is not None and not isinstance(value, str):
            raise BadWish(f"“{name}” must be a text.")
        return value or None

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.members.get(name, default))
        except (TypeError, ValueError):
            raise BadWish(f"“{name}” must be a whole number.") from None

    def truth(self, name: str, default: bool) -> bool:
        value = self.members.get(name, default)
        if value in ("true", "1"):
            return True
        if value in ("false", "0"):
            return False
        if not isinstance(value, bool):
            raise BadWish(f"“{name}” must be true or false.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.members.get(name) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise BadWish(f"“{name}” must be a list of texts.")
        return tuple(value)

    def time(self, name: str) -> int | None:
        value = self.maybe_text(name)
        try:
            return None if value is None else from_iso(value)
        except ValueError:
            raise BadWish(f"“{name}” must be a time such as 2026-01-31T09:30:00Z.") from None

    def user(self, name: str = "as") -> User:
        handle = self.text(name)
        user = self.network.world.users.named(handle) or self.network.world.users.get(handle)
        if user is None:
            raise NotThere(f"There is nobody called {handle}.")
        return user

    def within(self, members: Any, usual: Json) -> "Wish":
        """The same request, looking at one of several wishes in its body; `usual` is what that one leaves open."""
        if not isinstance(members, dict):
            raise BadWish("Every item must be an object.")
        return Wish(self.network, self.request, usual | members)


Handler = Callable[[Wish], Awaitable[Any]]


def admitted(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            return _no(403, "The admin API answers only on the machine itself.")
        if request.headers.get("sec-fetch-site") == "cross-site":
            return _no(403, "The admin API does not answer to pages of other sites.")
        try:
            wish = Wish(network_of(request), request, await _members(request))
            return JSONResponse(await handler(wish))
        except (BadWish, BadHandle) as error:
            return _no(400, str(error))
        except NotThere as error:
            return _no(404, str(error))
        except Refusal as error:
            return _no(409, str(error))

    return answer


async def _members(request: Request) -> Json:
    asked: Json = dict(request.query_params)
    body = await request.body()
    if not body or not request.headers.get("content-type", "").startswith("application/json"):
        return asked
    try:
        members = json.loads(body)
    except ValueError:
        raise BadWish("The body is not JSON.") from None
    if not isinstance(members, dict):
        raise BadWish("The body must be an object.")
    return asked | members


def _no(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status)

"""Every address of the server for programs: whose token it is, how often they may call, and the faults in force."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import SendFault
from sandbox.mastodon import problems
from sandbox.mastodon.problems import Problem
from sandbox.misbehaving import silence
from sandbox.multipart import BadForm, Form, form_of
from sandbox.network import Network, network_of
from sandbox.refusing import Refusal
from sandbox.turnstile import Standing, Turnstile
from sandbox.world.database import LAST
from sandbox.world.keys import Key
from sandbox.world.toots import Stretch
from sandbox.world.users import User

BASE = "/lowland.social"
KIND = "mastodon"
CALLS, WINDOW = 300, 300
Json = Any


@dataclass(frozen=True)
class Call:
    """One call with a token: what is asked in the address, as JSON or as a form, with files."""

    request: Request
    network: Network
    key: Key
    account: User
    asked: dict[str, Any]
    form: Form

    @property
    def id(self) -> str:
        return str(self.request.path_params["id"])

    def text(self, name: str) -> str:
        return str(self.asked.get(name) or "")

    def several(self, name: str) -> list[str]:
        """A list, which an address writes as `name[]` several times."""
        told = self.asked.get(name) or self.request.query_params.getlist(f"{name}[]")
        return [str(each) for each in told] if isinstance(told, list) else []

    def stretch(self) -> Stretch:
        """Which part of a list: `min_id` goes forwards from there, `since_id` only draws a line."""
        query = self.request.query_params
        forwards = query.get("min_id", "")
        since = forwards or query.get("since_id", "")
        limit = min(_number(query.get("limit", ""), 20), 80)
        return Stretch(_number(since, 0), _number(query.get("max_id", ""), LAST), limit, bool(forwards))


@dataclass(frozen=True)
class Listed:
    """Part of a list, newest first; `ids` are what the Link header counts by."""

    items: list[Json]
    ids: list[str]


Handler = Callable[[Call], Awaitable[Json]]


def door(handler: Handler, *, sends: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """`sends` marks what the faults for sends apply to."""

    async def answer(request: Request) -> Response:
        limits: dict[str, str] = {}
        try:
            call, standing = await call_of(request)
            limits |= _told(standing)
            fault = call.network.faults.next_fault(sends=sends)
            response = await (_faulty(call, handler, fault, limits) if fault else _plain(call, handler))
        except Refusal as refusal:
            response = problems.of_refusal(refusal).response()
        except Problem as problem:
            response = problem.response()
        response.headers.update(limits)
        return response

    return answer


async def call_of(request: Request) -> tuple[Call, Standing]:
    network = network_of(request)
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    key = network.world.keys.of(KIND, token)
    account = network.world.users.get(key.user_id) if key else None
    if key is None or account is None:
        raise problems.no_token()
    turnstile: Turnstile = request.app.state.turnstile
    allowed = max(1, round(CALLS * network.faults.now.rate_limit_scale))
    may, standing = turnstile.pass_through("mastodon", account.id, allowed, WINDOW)
    if not may:
        raise problems.too_many()
    asked, form = await fields_of(request)
    return Call(request, network, key, account, asked, form), standing


async def fields_of(request: Request) -> tuple[dict[str, Any], Form]:
    """The address, and what stands in the body."""
    asked: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            told = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Problem(400, "There was a problem in the JSON you submitted") from None
        return asked | (told if isinstance(told, dict) else {}), Form()
    try:
        form = await form_of(request) if request.method in {"POST", "PUT"} else Form()
    except BadForm as error:
        raise Problem(400, str(error)) from None
    return asked | form.texts, form


def _answer(request: Request, told: Json) -> Response:
    if isinstance(told, Response):
        return told
    if not isinstance(told, Listed):
        return JSONResponse(told)
    link = {"link": _link(request, told.ids)} if told.ids else {}
    return JSONResponse(told.items, headers=link)


def _link(request: Request, ids: list[str]) -> str:
    """How the list goes on in both directions."""
    here = request.url.remove_query_params(("min_id", "since_id", "max_id"))
    older, newer = here.include_query_params(max_id=ids[-1]), here.include_query_params(min_id=ids[0])
    return f'<{older}>; rel="next", <{newer}>; rel="prev"'


def _told(standing: Standing) -> dict[str, str]:
    reset = datetime.fromtimestamp(standing.reset, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    named = {"limit": standing.limit, "remaining": standing.remaining, "reset": reset}
    return {f"x-ratelimit-{name}": str(value) for name, value in named.items()}


async def _plain(call: Call, handler: Handler) -> Response:
    return _answer(call.request, await handler(call))


async def _faulty(call: Call, handler: Handler, fault: SendFault, limits: dict[str, str]) -> Response:
    if fault.accepts:
        await handler(call)
    faults = call.network.faults.now
    if fault.is_silent:
        return await silence(call.request, fault, faults.hang_seconds)
    match fault:
        case SendFault.SERVER_ERROR | SendFault.SERVER_ERROR_ACCEPTED:
            raise Problem(500, "An unexpected error occurred")
        case SendFault.UNAVAILABLE:
            return Response("<h1>We are away for maintenance</h1>", 503, {"retry-after": "120"}, "text/html")
        case SendFault.DUPLICATE:
            raise Problem(422, "Validation failed: Duplicate record")
        case SendFault.FORBIDDEN:
            raise Problem(403, "This action is not allowed")
        case SendFault.SUSPENDED:
            raise Problem(403, "Your login is currently disabled")
        case SendFault.UNAUTHORIZED:
            raise problems.no_token()
    limits.clear()  # how one stands nobody says either
    if faults.retry_after:
        limits.update(_told(Standing(CALLS, 0, round(time.time()) + faults.retry_after)))
    raise problems.too_many()


def _number(written: str, usual: int) -> int:
    return min(int(written), LAST) if written.isascii() and written.isdigit() else usual

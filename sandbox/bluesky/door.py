"""XRPC: every call by its name, who calls with which session, through which service, how often, and the faults in force."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.bluesky import problems
from sandbox.bluesky.problems import Problem, invalid
from sandbox.bluesky.views import Views
from sandbox.faults import SendFault
from sandbox.misbehaving import silence
from sandbox.network import Network, network_of
from sandbox.refusing import Refusal
from sandbox.turnstile import Turnstile
from sandbox.world.sky import ACCESS
from sandbox.world.users import User

Json = dict[str, Any]
CALLS, FIVE_MINUTES = 3_000, 300
SESSIONS = 30  # of one account, in five minutes
CHAT_SERVICE = "did:web:api.bsky.chat#bsky_chat"


@dataclass(frozen=True)
class Call:
    """One call of a session; `told` is the JSON of a procedure, `content` its bytes."""

    request: Request
    network: Network
    account: User
    token: str
    told: Json
    content: bytes

    @property
    def views(self) -> Views:
        return Views(self.network, self.account, str(self.request.base_url).rstrip("/"))

    def text(self, name: str) -> str:
        value = self.told.get(name) if self.request.method == "POST" else self.request.query_params.get(name)
        if not isinstance(value, str) or not value:
            raise invalid(
                f'Error: {"Input" if self.request.method == "POST" else "Params"} must have the property "{name}"'
            )
        return value

    def texts(self, name: str, most: int) -> list[str]:
        found = self.request.query_params.getlist(name)
        if len(found) > most:
            raise invalid(f"Error: {name} must not have more than {most} elements")
        return found

    def number(self, name: str, usual: int, most: int) -> int:
        value = self.request.query_params.get(name, str(usual))
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
            raise invalid(f"Error: {name} must be between 1 and {most}")
        return int(value)

    def cursor(self) -> int:
        value = self.request.query_params.get("cursor", "")
        if value and not (value.isascii() and value.isdigit() and len(value) < 19):
            raise invalid("Error: cursor is malformed")
        return int(value or 1 << 62)


Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    """What answers; `sends` marks what the faults for sends apply to, `chat` what another service answers."""

    handler: Handler
    does: bool = False
    chat: bool = False
    sends: bool = False
    session: str = ACCESS


async def answer(request: Request, methods: dict[str, Method]) -> Response:
    try:
        method = methods.get(request.path_params["method"])
        if method is None:
            raise problems.unknown_method()
        if method.does != (request.method == "POST"):
            raise invalid(f"Incorrect HTTP method ({request.method}) expected {'POST' if method.does else 'GET'}")
        call = await _call(request, method)
        headers = _let_pass(request, call)
        fault = call.network.faults.next_fault(sends=method.sends)
        if fault:
            return await _faulty(call, method, fault, headers)
        return JSONResponse(await method.handler(call), headers=headers)
    except Refusal as refusal:
        return problems.of_refusal(refusal).response()
    except Problem as problem:
        return problem.response()


def let_in(request: Request, identifier: str) -> None:
    """Sessions are rationed for each account, whoever asks for them. Raises a Problem."""
    allowed = max(1, round(SESSIONS * network_of(request).faults.now.rate_limit_scale))
    _pass(request, "session", identifier, allowed)


async def body_of(request: Request) -> Json:
    try:
        told = json.loads(await request.body() or b"{}")
    except ValueError:
        raise invalid("Error: Input must be JSON") from None
    if not isinstance(told, dict):
        raise invalid("Error: Input must be an object")
    return told


async def _call(request: Request, method: Method) -> Call:
    network, token = network_of(request), request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        raise problems.auth_missing()
    session = network.world.sky.session(method.session, token)
    account = network.world.users.get(session.user_id) if session else None
    if session is None or account is None:
        raise problems.bad_token()
    if session.is_over:
        raise problems.expired()
    if network.world.sky.is_closed(account.id):
        raise problems.taken_down()
    if method.chat and request.headers.get("atproto-proxy") != CHAT_SERVICE:
        raise invalid(f"No service configured for {request.path_params['method']}")
    if method.chat and not session.chats:
        raise problems.bad_token("Bad token method")
    is_json = request.headers.get("content-type", "").startswith("application/json")
    told = await body_of(request) if method.does and is_json else {}
    return Call(request, network, account, token, told, await request.body())


def _let_pass(request: Request, call: Call) -> dict[str, str]:
    allowed = max(1, round(CALLS * call.network.faults.now.rate_limit_scale))
    return _pass(request, "xrpc", call.account.id, allowed)


def _pass(request: Request, what: str, caller: str, allowed: int) -> dict[str, str]:
    turnstile: Turnstile = request.app.state.turnstile
    may, standing = turnstile.pass_through(f"bluesky {what}", caller, allowed, FIVE_MINUTES)
    headers = {
        "ratelimit-limit": str(standing.limit),
        "ratelimit-remaining": str(standing.remaining),
        "ratelimit-reset": str(standing.reset),
        "ratelimit-policy": f"{standing.limit};w={FIVE_MINUTES}",
    }
    if not may:
        raise problems.too_many(headers)
    return headers


async def _faulty(call: Call, method: Method, fault: SendFault, headers: dict[str, str]) -> Response:
    if fault.accepts:
        await method.handler(call)
    faults = call.network.faults.now
    if fault.is_silent:
        return await silence(call.request, fault, faults.hang_seconds)
    match fault:
        case SendFault.SERVER_ERROR | SendFault.SERVER_ERROR_ACCEPTED | SendFault.DUPLICATE:
            raise problems.broken()
        case SendFault.UNAVAILABLE:
            raise Problem(502, "UpstreamFailure", "Upstream service unreachable")
        case SendFault.FORBIDDEN:
            raise Problem(400, "BlockedByActor", "Requester is blocked by actor")
        case SendFault.SUSPENDED:
            raise problems.taken_down()
        case SendFault.UNAUTHORIZED:
            raise problems.bad_token()
    reset = str(round(time.time()) + faults.retry_after)
    told = {**headers, "ratelimit-remaining": "0", "ratelimit-reset": reset} if faults.retry_after else {}
    raise problems.too_many(told)

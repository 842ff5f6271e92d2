"""Every address of the Messaging API: whose token it is, how often it may call, and the faults in force."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import SendFault
from sandbox.line import problems
from sandbox.line.problems import Problem
from sandbox.misbehaving import Noes, misbehave
from sandbox.network import Network, network_of
from sandbox.refusing import Refusal
from sandbox.turnstile import Turnstile
from sandbox.world.keys import Key
from sandbox.world.users import User

Json = dict[str, Any]
BASE, KIND = "/api.line.me", "line"
CALLS, MINUTE = 60_000, 60
NOT_FOR_YOU = partial(Problem, 403, "Access to this API is not available for your account")
NOES: Noes = {
    SendFault.RATE_LIMITED: problems.too_many,
    SendFault.SERVER_ERROR: partial(Problem, 500, "Internal server error"),
    SendFault.UNAVAILABLE: partial(Problem, 503, "Service unavailable"),
    SendFault.FORBIDDEN: NOT_FOR_YOU,
    SendFault.SUSPENDED: NOT_FOR_YOU,
    SendFault.UNAUTHORIZED: problems.no_token,
    SendFault.DUPLICATE: partial(Problem, 409, "The retry key is already accepted"),
}


@dataclass(frozen=True)
class Call:
    """One call with a token."""

    request: Request
    network: Network
    key: Key
    account: User
    asked: Json

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])

    def message(self) -> Json:
        """The one message; more than one nobody sends here."""
        told = self.asked.get("messages")
        if not isinstance(told, list) or len(told) != 1 or not isinstance(told[0], dict):
            raise Problem(400, "The property, 'messages', in the request body is invalid")
        message: Json = told[0]
        if message.get("type") != "text" or not isinstance(message.get("text"), str):
            raise Problem(400, "A message (messages[0]) in the request body is invalid")
        return message


Handler = Callable[[Call], Awaitable[Json | Response]]


def door(handler: Handler, *, sends: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """`sends` marks what the faults for sends apply to."""

    async def answer(request: Request) -> Response:
        try:
            call = await _call(request)
            fault = call.network.faults.next_fault(sends=sends)
            act, pause = partial(handler, call), call.network.faults.now.hang_seconds
            told = await (misbehave(request, fault, pause, act, NOES) if fault else act())
        except Refusal as refusal:
            return problems.of_refusal(refusal).response()
        except Problem as problem:
            return problem.response()
        return told if isinstance(told, Response) else JSONResponse(told)

    return answer


async def _call(request: Request) -> Call:
    network = network_of(request)
    key = network.world.keys.of(KIND, request.headers.get("authorization", "").removeprefix("Bearer "))
    account = network.world.users.get(key.user_id) if key else None
    if key is None or account is None:
        raise problems.no_token()
    turnstile: Turnstile = request.app.state.turnstile
    allowed = max(1, round(CALLS * network.faults.now.rate_limit_scale))
    may, _standing = turnstile.pass_through("line", account.id, allowed, MINUTE)
    if not may:
        raise problems.too_many()
    try:
        asked = json.loads(await request.body() or b"{}")
    except ValueError:
        raise Problem(400, "The request body could not be parsed as JSON") from None
    return Call(request, network, key, account, asked if isinstance(asked, dict) else {})

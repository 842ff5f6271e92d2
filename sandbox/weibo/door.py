"""Every address of Weibo for programs: who calls with which token, how often, and the faults in force."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import SendFault
from sandbox.misbehaving import Noes, misbehave
from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.refusing import Refusal
from sandbox.turnstile import Turnstile
from sandbox.weibo import problems
from sandbox.weibo.problems import Problem
from sandbox.world.keys import Key
from sandbox.world.users import User

Json = dict[str, Any]
HOUR, CALLS = 3600, 50_000
TOKEN, FANS = "weibo", "weibo_fans"
NOES: Noes = {
    SendFault.RATE_LIMITED: problems.too_many,
    SendFault.SERVER_ERROR: problems.broken,
    SendFault.UNAVAILABLE: partial(problems.broken, 503),
    SendFault.DUPLICATE: partial(Problem, 20019, "repeat content!", 400),
    SendFault.FORBIDDEN: partial(Problem, 10014, "Insufficient app permissions!"),
    SendFault.SUSPENDED: lambda: Problem(10013, "Invalid weibo user!"),
    SendFault.UNAUTHORIZED: problems.no_token,
}


@dataclass(frozen=True)
class Call:
    """One call with a token; everything is a query or a form."""

    request: Request
    network: Network
    key: Key
    account: User
    asked: dict[str, str]

    def text(self, name: str) -> str:
        if not self.asked.get(name):
            raise Problem(10016, f"Miss required parameter ({name}), see doc for more info!", 400)
        return self.asked[name]

    def number(self, name: str, usual: int) -> int:
        value = self.asked.get(name, "")
        return int(value) if value.isascii() and value.isdigit() else usual

    def rip(self) -> None:
        """Since some years every writing call has to say from where a person writes."""
        self.text("rip")


Handler = Callable[[Call], Awaitable[Json]]


def door(
    handler: Handler, *, kind: str = TOKEN, sends: bool = False, comment: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """`sends` marks what the faults for sends apply to; `comment` what is missing when something is."""

    async def answer(request: Request) -> Response:
        try:
            call = await call_of(request, kind)
            fault = call.network.faults.next_fault(sends=sends)
            if fault is None:
                return JSONResponse(await handler(call))
            return await misbehave(request, fault, call.network.faults.now.hang_seconds, partial(handler, call), NOES)
        except Refusal as refusal:
            return problems.of_refusal(refusal, comment=comment).response(request)
        except Problem as problem:
            return problem.response(request)

    return answer


async def call_of(request: Request, kind: str) -> Call:
    network = network_of(request)
    asked = await fields_of(request)
    key = network.world.keys.of(kind, asked.get("access_token", ""))
    account = network.world.users.get(key.user_id) if key else None
    if key is None or account is None:
        raise problems.no_token()
    turnstile: Turnstile = request.app.state.turnstile
    allowed = max(1, round(CALLS * network.faults.now.rate_limit_scale))
    may, _standing = turnstile.pass_through("weibo", f"{key.app_id}:{account.id}", allowed, HOUR)
    if not may:
        raise problems.too_many()
    return Call(request, network, key, account, asked)


async def fields_of(request: Request) -> dict[str, str]:
    asked = dict(request.query_params)
    if request.method == "POST":
        try:
            asked |= (await form_of(request)).texts
        except BadForm as error:
            raise Problem(10008, str(error), 400) from error
    return asked

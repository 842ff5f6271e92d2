"""What every endpoint of the API shares: who may call it, how often, and how it says no."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import SendFault
from sandbox.misbehaving import silence
from sandbox.network import Network, network_of
from sandbox.refusing import Refusal
from sandbox.turnstile import Turnstile
from sandbox.x import problems
from sandbox.x.access import Caller, Context, caller_of
from sandbox.x.limits import Limit, told
from sandbox.x.problems import Problem
from sandbox.x.shapes import Shape


@dataclass(frozen=True)
class Call:
    """One authenticated request."""

    request: Request
    network: Network
    caller: Caller


@dataclass(frozen=True)
class Answer:
    body: Shape
    status: int = 200


Handler = Callable[[Call], Awaitable[Answer]]
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(
    limit: Limit, context: Context = Context.USER, scopes: tuple[str, ...] = (), *, sends: bool = False
) -> Callable[[Handler], Endpoint]:
    """`sends` marks what the faults for sends apply to."""

    def wrap(handler: Handler) -> Endpoint:
        async def answer(request: Request) -> Response:
            headers: dict[str, str] = {}
            try:
                call = Call(request, network_of(request), caller_of(request, context, scopes))
                _let_pass(call, f"{handler.__module__}.{handler.__name__}", limit, headers)
                fault = call.network.faults.next_fault(sends=sends)
                response = await (_faulty(call, handler, fault, headers) if fault else _plain(call, handler))
            except Refusal as refusal:
                response = problems.of_refusal(refusal).response()
            except Problem as problem:
                response = problem.response()
            response.headers.update({key: value for key, value in headers.items() if key not in response.headers})
            return response

        return answer

    return wrap


async def _plain(call: Call, handler: Handler) -> Response:
    answer = await handler(call)
    return JSONResponse(answer.body, answer.status)


async def _faulty(call: Call, handler: Handler, fault: SendFault, headers: dict[str, str]) -> Response:
    if fault.accepts:
        await handler(call)
    if fault.is_silent:
        return await silence(call.request, fault, call.network.faults.now.hang_seconds)
    match fault:
        case SendFault.SERVER_ERROR | SendFault.SERVER_ERROR_ACCEPTED:
            raise problems.broken()
        case SendFault.UNAVAILABLE:
            raise problems.unavailable()
        case SendFault.DUPLICATE:
            raise problems.forbidden("You are not allowed to create a Tweet with duplicate content.")
        case SendFault.FORBIDDEN:
            raise problems.forbidden("You are not permitted to perform this action.")
        case SendFault.SUSPENDED:
            raise problems.forbidden("Your account is suspended and is not permitted to perform this action.")
        case SendFault.UNAUTHORIZED:
            raise problems.unauthorized()
        case SendFault.RATE_LIMITED if call.network.faults.now.retry_after:
            headers.update(_exhausted(call.network.faults.now.retry_after, headers))
            raise problems.too_many()
    headers.clear()  # how one stands nobody says either
    raise problems.too_many()


def _exhausted(seconds: int, headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(round(time.time()) + seconds)}


def _let_pass(call: Call, name: str, limit: Limit, headers: dict[str, str]) -> None:
    turnstile: Turnstile = call.request.app.state.turnstile
    usual = limit.user if call.caller.user else limit.app or limit.user
    allowed = max(1, round(usual * call.network.faults.now.rate_limit_scale))
    may, standing = turnstile.pass_through(name, call.caller.key, allowed, limit.window)
    headers.update(told(standing))
    if not may:
        raise problems.too_many()

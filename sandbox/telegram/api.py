"""The Bot API: every address of it, whose token is which, who may call how often, and the faults in force."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.faults import SendFault
from sandbox.misbehaving import silence
from sandbox.network import Network, network_of
from sandbox.refusing import Refusal
from sandbox.telegram import methods, problems
from sandbox.telegram.methods import Call, call_of
from sandbox.telegram.problems import Problem
from sandbox.turnstile import Turnstile
from sandbox.world.telegram import Bot
from sandbox.world.users import User

CALLS, MINUTE = 1_800, 60  # of one bot

Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Method:
    """What answers, and whether the faults for sends apply to it."""

    handler: Handler
    sends: bool = False


METHODS = {
    "getMe": Method(methods.get_me),
    "setMyDescription": Method(methods.set_description),
    "getMyDescription": Method(methods.get_description),
    "setWebhook": Method(methods.set_webhook),
    "deleteWebhook": Method(methods.delete_webhook),
    "getWebhookInfo": Method(methods.webhook_info),
    "getUpdates": Method(methods.get_updates),
    "getFile": Method(methods.get_file),
    "sendMessage": Method(methods.send_message, sends=True),
    "sendPhoto": Method(methods.send_file, sends=True),
    "sendVideo": Method(methods.send_file, sends=True),
    "sendAudio": Method(methods.send_file, sends=True),
    "sendDocument": Method(methods.send_file, sends=True),
    "editMessageText": Method(methods.edit_text),
    "editMessageCaption": Method(methods.edit_caption),
    "deleteMessage": Method(methods.delete_message),
}


async def answer(request: Request) -> Response:
    try:
        bot, brand = _whose(request)
        _let_pass(request, bot)
        method = METHODS.get(request.path_params["method"])
        if method is None:
            raise Problem(404, "Not Found")
        call = await call_of(request, network_of(request), bot, brand)
        fault = call.network.faults.next_fault(sends=method.sends)
        return await (_faulty(request, call, method, fault) if fault else _plain(call, method))
    except Refusal as refusal:
        return problems.of_refusal(refusal).response()
    except Problem as problem:
        return problem.response()


async def file(request: Request) -> Response:
    """The bytes of a file that somebody sent."""
    try:
        _whose(request)
    except Problem as problem:
        return problem.response()
    shelf = network_of(request).world.media
    found = shelf.get(request.path_params["id"])
    return Problem(404, "Not Found").response() if found is None else Response(shelf.content(found.id))


async def _plain(call: Call, method: Method) -> Response:
    return JSONResponse({"ok": True, "result": await method.handler(call)})


async def _faulty(request: Request, call: Call, method: Method, fault: SendFault) -> Response:
    if fault.accepts:
        await method.handler(call)
    faults = call.network.faults.now
    if fault.is_silent:
        return await silence(request, fault, faults.hang_seconds)
    match fault:
        case SendFault.SERVER_ERROR | SendFault.SERVER_ERROR_ACCEPTED:
            raise Problem(500, "Internal Server Error")
        case SendFault.UNAVAILABLE:
            raise Problem(502, "Bad Gateway")
        case SendFault.FORBIDDEN:
            raise Problem(403, "bot was blocked by the user")
        case SendFault.UNAUTHORIZED | SendFault.SUSPENDED:  # the token of a bot that was taken out of service ends
            raise problems.unauthorized()
        case SendFault.DUPLICATE:
            raise Problem(400, "message is a duplicate")
    raise problems.too_many(faults.retry_after)


def _whose(request: Request) -> tuple[Bot, User]:
    network: Network = network_of(request)
    bot = network.world.bots.with_token(request.path_params["token"])
    brand = network.world.users.get(bot.id) if bot else None
    if bot is None or brand is None:
        raise problems.unauthorized()
    return bot, brand


def _let_pass(request: Request, bot: Bot) -> None:
    turnstile: Turnstile = request.app.state.turnstile
    allowed = max(1, round(CALLS * network_of(request).faults.now.rate_limit_scale))
    may, standing = turnstile.pass_through("telegram", f"bot:{bot.id}", allowed, MINUTE)
    if not may:
        raise problems.too_many(max(1, standing.reset % MINUTE))


ROUTES = [
    Route("/bot{token}/{method}", answer, methods=["GET", "POST"]),
    Route("/file/bot{token}/files/{id}", file),
]

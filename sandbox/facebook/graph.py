"""The Graph: every address of it, who may call how often, its usage headers, and the faults in force."""

import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.facebook import as_app, as_page, entries, inbox, problems
from sandbox.facebook.call import Call, Json, call_of
from sandbox.facebook.problems import Problem
from sandbox.faults import SendFault
from sandbox.misbehaving import silence
from sandbox.refusing import Refusal
from sandbox.turnstile import Standing, Turnstile

HOUR = 3600
CALLS = 4800  # an hour, of one page's program

Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True)
class Edge:
    """What answers, and whether the faults for sends apply to it."""

    handler: Handler
    sends: bool = False


OF_NODE = {
    ("GET", "debug_token"): Edge(as_app.debug_token),
    ("GET", "me"): Edge(as_page.show),
    ("GET", ""): Edge(entries.show),
    ("POST", ""): Edge(entries.change),
    ("DELETE", ""): Edge(entries.remove),
}
OF_EDGE = {
    ("POST", "subscriptions"): Edge(as_app.subscribe),
    ("GET", "subscriptions"): Edge(as_app.subscriptions),
    ("GET", "accounts"): Edge(as_page.accounts),
    ("GET", "feed"): Edge(as_page.feed),
    ("GET", "tagged"): Edge(as_page.tagged),
    ("POST", "subscribed_apps"): Edge(as_page.subscribe),
    ("GET", "subscribed_apps"): Edge(as_page.subscriptions),
    ("DELETE", "subscribed_apps"): Edge(as_page.unsubscribe),
    ("POST", "blocked"): Edge(as_page.ban),
    ("DELETE", "blocked"): Edge(as_page.unban),
    ("POST", "photos"): Edge(as_page.photo),
    ("POST", "message_attachments"): Edge(as_page.message_attachment),
    ("GET", "conversations"): Edge(inbox.exchanges),
    ("POST", "messages"): Edge(inbox.write, sends=True),
    ("GET", "messages"): Edge(inbox.messages),
    ("GET", "comments"): Edge(entries.comments),
    ("POST", "comments"): Edge(entries.comment, sends=True),
}
OF_THE_PAGE = {name for _, name in OF_EDGE if name not in {"subscriptions", "comments"}}


async def answer(request: Request) -> Response:
    headers: dict[str, str] = {"facebook-api-version": f"v{request.path_params['version']}"}
    try:
        call = await call_of(request)
        _let_pass(call, headers)
        edge = _edge(call)
        fault = call.network.faults.next_send() if edge.sends else None
        response = await (_faulty(call, edge, fault, headers) if fault else _plain(call, edge))
    except Refusal as refusal:
        response = problems.of_refusal(refusal).response()
    except Problem as problem:
        response = problem.response()
    response.headers.update(headers)
    return response


def _edge(call: Call) -> Edge:
    """An edge of a page belongs to the page of the token; of an exchange only its messages are there."""
    method, node, name = call.request.method, call.request.path_params["node"], call.request.path_params.get("edge", "")
    own = {"me", call.page.id} if call.page else set()
    if not name:
        found = OF_NODE.get((method, node)) or OF_NODE.get((method, "me" if node in own else ""))
    else:
        found = OF_EDGE.get((method, name))
        is_exchange = (method, name) == ("GET", "messages")
        if found and name in OF_THE_PAGE and not is_exchange and node not in own:
            raise problems.gone(node)
    if found is None:
        raise Problem(100, f"Unsupported {method.lower()} request: {node}/{name}")
    return found


async def _plain(call: Call, edge: Edge) -> Response:
    return JSONResponse(await edge.handler(call))


async def _faulty(call: Call, edge: Edge, fault: SendFault, headers: dict[str, str]) -> Response:
    if fault.accepts:
        await edge.handler(call)
    faults = call.network.faults.now
    if fault.is_silent:
        return await silence(call.request, fault, faults.hang_seconds)
    match fault:
        case SendFault.SERVER_ERROR | SendFault.SERVER_ERROR_ACCEPTED:
            raise problems.broken()
        case SendFault.UNAVAILABLE:
            raise problems.broken(503)
        case SendFault.DUPLICATE:
            raise Problem(506, "Duplicate status message")
        case SendFault.FORBIDDEN:
            raise Problem(10, "Application does not have permission for this action", status=403)
        case SendFault.UNAUTHORIZED:
            raise problems.no_token()
    headers["retry-after"] = str(faults.retry_after)
    headers["x-business-use-case-usage"] = _regained(call, faults.retry_after)
    raise problems.too_many()


def _let_pass(call: Call, headers: dict[str, str]) -> None:
    """Every answer tells how much is used; who has used all of it waits until the hour is over."""
    turnstile: Turnstile = call.request.app.state.turnstile
    allowed = max(1, round(CALLS * call.network.faults.now.rate_limit_scale))
    whose = f"page:{call.app.id}:{call.page.id if call.page else ''}"
    may, standing = turnstile.pass_through("graph", whose, allowed, HOUR)
    headers["x-app-usage"] = _usage(standing)
    if not may:
        headers["x-business-use-case-usage"] = _regained(call, HOUR)
        raise problems.too_many()


def _usage(standing: Standing) -> str:
    used = round(100 * (standing.limit - standing.remaining) / standing.limit)
    return json.dumps({"call_count": used, "total_time": used // 2, "total_cputime": used // 3})


def _regained(call: Call, seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    told = {"type": "pages", "call_count": 100, "estimated_time_to_regain_access": minutes}
    return json.dumps({call.page.id if call.page else call.app.id: [told]})


ROUTES = [
    Route("/v{version}/{node}", answer, methods=["GET", "POST", "DELETE"]),
    Route("/v{version}/{node}/{edge}", answer, methods=["GET", "POST", "DELETE"]),
]

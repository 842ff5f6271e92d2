"""The Graph: every address of it, who may call how often, its usage headers, and the faults in force."""

import json
import math
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.facebook import edges as facebook
from sandbox.faults import SendFault
from sandbox.instagram import edges as instagram
from sandbox.meta import as_app, as_person, login, problems
from sandbox.meta.call import Call, Json, call_of
from sandbox.meta.edge import Edge
from sandbox.meta.problems import Problem, invalid
from sandbox.misbehaving import silence
from sandbox.refusing import Refusal
from sandbox.turnstile import Standing, Turnstile
from sandbox.whatsapp import edges as whatsapp

HOUR = 3600
AT_ONCE = 50
CALLS = 4800  # an hour, of one page's program

NETWORKS = (as_app.edge_of, as_person.edge_of, whatsapp.edge_of, instagram.edge_of, facebook.edge_of)


async def answer(request: Request) -> Response:
    headers: dict[str, str] = {"facebook-api-version": f"v{request.path_params['version']}"}
    try:
        call = await call_of(request)
        _let_pass(call, headers)
        edge = _edge(call)
        fault = call.network.faults.next_fault(sends=edge.sends)
        response = await (_faulty(call, edge, fault, headers) if fault else _plain(call, edge))
    except Refusal as refusal:
        response = problems.of_refusal(refusal).response()
    except Problem as problem:
        response = problem.response()
    response.headers.update(headers)
    return response


def _edge(call: Call) -> Edge:
    """Whoever knows the address answers there."""
    place = call.request.path_params
    method, node, name = call.request.method, place.get("node", ""), place.get("edge", "")
    if method == "GET" and not node:
        return Edge(_several)
    for edge_of in NETWORKS:
        if found := edge_of(call, method, node, name):
            return found
    raise Problem(100, f"Unsupported {method.lower()} request: {node}/{name}")


async def _several(call: Call) -> Json:
    """Things by their ids alone; where one of them is not there, nothing is told of the others either."""
    ids = call.words("ids")
    if not 0 < len(ids) <= AT_ONCE:
        raise invalid(f"Param ids must name 1 to {AT_ONCE} things")
    told: Json = {}
    for each in ids:
        place = {**call.request.path_params, "node": each}
        alone = replace(call, request=Request({**call.request.scope, "path_params": place}))
        told[each] = await _edge(alone).handler(alone)
    return told


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
        case SendFault.SUSPENDED:
            raise Problem(368, "The action attempted has been deemed abusive or is otherwise disallowed", status=400)
        case SendFault.UNAUTHORIZED:
            raise problems.no_token()
    if faults.retry_after:
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
    Route("/v{version}/dialog/oauth", login.ask),
    Route("/v{version}/dialog/oauth", login.agree, methods=["POST"]),
    Route("/v{version}/oauth/access_token", login.token, methods=["GET", "POST"]),
    Route("/v{version}/", answer, methods=["GET"]),
    Route("/v{version}/{node}", answer, methods=["GET", "POST", "DELETE"]),
    Route("/v{version}/{node}/{edge}", answer, methods=["GET", "POST", "DELETE"]),
]

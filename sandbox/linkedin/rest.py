"""LinkedIn's API: every address of it, who may call how often, and the faults in force."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.faults import SendFault
from sandbox.linkedin import access, comments, organizing, problems
from sandbox.linkedin.call import Call, Json, call_of
from sandbox.linkedin.problems import Problem
from sandbox.misbehaving import Noes, misbehave
from sandbox.refusing import Refusal
from sandbox.turnstile import Turnstile

DAY = 24 * 3600
CALLS = 100_000  # a day, of one page's program
Handler = Callable[[Call], Awaitable[Json]]
Endpoint = Callable[[Request], Awaitable[Response]]
NOES: Noes = {
    SendFault.RATE_LIMITED: problems.too_many,
    SendFault.SERVER_ERROR: problems.broken,
    SendFault.UNAVAILABLE: partial(problems.broken, 503),
    SendFault.DUPLICATE: problems.duplicate,
    SendFault.FORBIDDEN: partial(problems.denied, "comments"),
    SendFault.SUSPENDED: lambda: Problem(403, "MEMBER_RESTRICTED", "Member is restricted"),
    SendFault.UNAUTHORIZED: problems.no_token,
}


def endpoint(handler: Handler, *, status: int = 200, sends: bool = False) -> Endpoint:
    """`sends` marks what the faults for sends apply to."""

    async def answer(request: Request) -> Response:
        try:
            call = await call_of(request)
            _let_pass(call)
            fault = call.network.faults.next_fault(sends=sends)
            if fault is None:
                return await _plain(call, handler, status)
            return await misbehave(request, fault, call.network.faults.now.hang_seconds, partial(handler, call), NOES)
        except Refusal as refusal:
            return problems.of_refusal(refusal).response()
        except Problem as problem:
            seconds = request.app.state.network.faults.now.retry_after
            headers = {"retry-after": str(seconds)} if problem.status == 429 and seconds else {}
            response = problem.response()
            response.headers.update(headers)
            return response

    return answer


async def _plain(call: Call, handler: Handler, status: int) -> Response:
    told = await handler(call)
    if not told:
        return Response(status_code=204)
    headers = {"x-restli-id": str(told.get("id", ""))} if status == 201 else {}
    return JSONResponse(told, status, headers)


def _let_pass(call: Call) -> None:
    turnstile: Turnstile = call.request.app.state.turnstile
    allowed = max(1, round(CALLS * call.network.faults.now.rate_limit_scale))
    may, _ = turnstile.pass_through("linkedin", f"{call.app.id}:{call.page.id}", allowed, DAY)
    if not may:
        raise problems.too_many()


COMMENT = "/rest/socialActions/{urn}/comments/{id}"
SUBSCRIPTION = "/rest/eventSubscriptions/{key}"
ROUTES = [
    Route("/oauth/v2/authorization", access.ask),
    Route("/oauth/v2/authorization", access.agree, methods=["POST"]),
    Route("/oauth/v2/accessToken", access.token, methods=["POST"]),
    Route("/rest/organizationAcls", endpoint(organizing.roles)),
    Route("/rest/organizations/{id}", endpoint(organizing.organization)),
    Route("/rest/people/(id:{id})", endpoint(organizing.person)),
    Route("/rest/posts/{urn}", endpoint(organizing.post)),
    Route("/rest/organizationalEntityNotifications", endpoint(organizing.notifications)),
    Route(SUBSCRIPTION, endpoint(organizing.subscribe), methods=["PUT"]),
    Route(SUBSCRIPTION, endpoint(organizing.subscription)),
    Route(SUBSCRIPTION, endpoint(organizing.unsubscribe), methods=["DELETE"]),
    Route("/rest/socialActions", endpoint(comments.summaries)),
    Route("/rest/reactions/(entity:{urn})", endpoint(comments.reactions)),
    Route("/rest/networkSizes/{urn}", endpoint(organizing.followers)),
    Route("/rest/socialActions/{urn}/comments", endpoint(comments.index)),
    Route("/rest/socialActions/{urn}/comments", endpoint(comments.create, status=201, sends=True), methods=["POST"]),
    Route(COMMENT, endpoint(comments.show)),
    Route(COMMENT, endpoint(comments.change), methods=["POST"]),
    Route(COMMENT, endpoint(comments.remove), methods=["DELETE"]),
]

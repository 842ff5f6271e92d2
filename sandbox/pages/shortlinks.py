"""Links as t.me, m.me and line.me have them: one opens a chat with a brand, with words or a code that it carries along."""

from urllib.parse import unquote_plus, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.network import network_of
from sandbox.pages.rendering import sorry

NOBODY = "Nobody is called that here."


async def chat(request: Request) -> Response:
    """`/bot?start=WORD`, or with Messenger's word `/page?ref=WORD`"""
    start, ref = request.query_params.get("start", ""), request.query_params.get("ref", "")
    if ref:
        return _open(request, "/messenger", ref=ref)
    return _open(request, "/telegram", text=f"/start {start}" if start else "")


async def line(request: Request) -> Response:
    """`/R/oaMessage/@account/?WORDS`"""
    return _open(request, "/line", text=unquote_plus(request.url.query))


def _open(request: Request, place: str, **carried: str) -> Response:
    users, called = network_of(request).world.users, request.path_params["username"].removeprefix("@")
    brand = users.named(called) or users.get(called)
    if brand is None:
        return sorry(request, 404, NOBODY)
    return RedirectResponse(f"{place}/{brand.username}?{urlencode(carried)}", 303)

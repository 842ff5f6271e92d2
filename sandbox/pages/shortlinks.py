"""Links as t.me and line.me have them: one opens a chat with a brand, with words put in the visitor's mouth."""

from urllib.parse import unquote_plus, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.network import network_of
from sandbox.pages.rendering import sorry

NOBODY = "Nobody is called that here."


async def telegram(request: Request) -> Response:
    """`/bot?start=WORD`"""
    start = request.query_params.get("start", "")
    return _open(request, "/telegram", f"/start {start}" if start else "")


async def line(request: Request) -> Response:
    """`/R/oaMessage/@account/?WORDS`"""
    return _open(request, "/line", unquote_plus(request.url.query))


def _open(request: Request, place: str, words: str) -> Response:
    brand = network_of(request).world.users.named(request.path_params["username"].removeprefix("@"))
    if brand is None:
        return sorry(request, 404, NOBODY)
    return RedirectResponse(f"{place}/{brand.username}?{urlencode({'text': words})}", 303)

"""Who the reader of a page is: a cookie with a handle, no password, because everybody may be anybody here."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.network import network_of
from sandbox.world.users import BadHandle, User

COOKIE = "sandbox_as"
A_YEAR = 365 * 24 * 3600

Handler = Callable[[Request], Awaitable[Response]]


def visitor_of(request: Request) -> User | None:
    return network_of(request).world.users.named(request.cookies.get(COOKIE, ""))


def become(response: Response, user: User) -> Response:
    response.set_cookie(COOKIE, user.username, max_age=A_YEAR, httponly=True, samesite="lax")
    return response


def leave(response: Response) -> Response:
    response.delete_cookie(COOKIE)
    return response


def seen(handler: Handler) -> Handler:
    """Every page understands `?as=HANDLE`: whoever opens it is that person from then on, made on the spot if need be."""

    async def answer(request: Request) -> Response:
        wanted = request.query_params.get("as")
        if wanted is None or request.method != "GET":
            return await handler(request)
        rest = urlencode([(key, value) for key, value in request.query_params.multi_items() if key != "as"])
        onward = RedirectResponse(request.url.path + (f"?{rest}" if rest else ""), 303)
        try:
            return become(onward, network_of(request).world.users.named_or_created(wanted))
        except BadHandle:
            return onward

    return answer


def is_foreign(request: Request) -> bool:
    """Whether another site's page sent this form."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def back(path: str | None, otherwise: str = "/") -> RedirectResponse:
    """To where the form was, but never to another site."""
    parts = urlsplit(path or "")
    local = path is not None and path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return RedirectResponse(path if local and path else otherwise, 303)

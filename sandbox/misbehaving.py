"""How a send goes wrong: the line goes dead, nothing comes for a long time, or the network says no, perhaps after it did it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.faults import SendFault

Noes = Mapping[
    SendFault, Callable[[], Exception]
]  # a network's own; it says `RATE_LIMITED` to whatever it has no word for


class KnowsItsLine:
    """ASGI middleware, outermost: remembers the transport of each request, so that a fault can cut it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["sandbox.line"] = getattr(getattr(send, "__self__", None), "transport", None)
        await self._app(scope, receive, send)


async def drop_connection(request: Request) -> Response:
    """Cuts the line; the response is for nobody."""
    line: Any = request.scope.get("sandbox.line")
    if isinstance(line, asyncio.BaseTransport):
        line.abort() if isinstance(line, asyncio.Transport) else line.close()
    await asyncio.sleep(0.01)
    return Response(status_code=502)


async def hang(request: Request, seconds: float) -> Response:
    """Waits until the caller has had enough, at most so long, then cuts the line."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                continue
    return await drop_connection(request)


async def silence(request: Request, fault: SendFault, seconds: float) -> Response:
    """How a call ends that the network never answers; a machine before it may say something else in its place."""
    if fault in {SendFault.MALFORMED, SendFault.MALFORMED_ACCEPTED}:
        return Response('<html><body>{"error', media_type="text/html")
    hangs = fault in {SendFault.HANGING, SendFault.HANGING_ACCEPTED}
    return await hang(request, seconds) if hangs else await drop_connection(request)


async def misbehave(
    request: Request, fault: SendFault, seconds: float, act: Callable[[], Awaitable[object]], noes: Noes
) -> Response:
    """What is asked is done where the fault says so, and never answered well; `seconds` is how long silence lasts."""
    if fault.accepts:
        await act()
    if fault.is_silent:
        return await silence(request, fault, seconds)
    said = SendFault.SERVER_ERROR if fault is SendFault.SERVER_ERROR_ACCEPTED else fault
    no = noes.get(said, noes[SendFault.RATE_LIMITED])()
    raise no

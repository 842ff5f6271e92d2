"""The live process: server-sent events that tell each open screen what to look at again, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from math import inf

import django
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from webcare.lib.origin import may_listen

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first

from webcare.lib.database import direct_url  # noqa: E402 - stands with its siblings
from webcare.lib.heartbeat import Heart  # noqa: E402 - needs Django's models
from webcare.live.audience import Listener  # noqa: E402 - stands with its siblings
from webcare.live.chatting import Visitors, chat  # noqa: E402 - needs Django's models
from webcare.live.door import Door  # noqa: E402 - needs Django's models
from webcare.live.policy import Policy  # noqa: E402 - stands with its siblings
from webcare.live.tail import Changes, Cursor, Tail, stopped  # noqa: E402 - stands with its siblings

HEARTBEAT = 15.0
STILL_HERE = b": still here\n\n"
BYE = b"event: bye\ndata: []\n\n"


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.tail = Tail(direct_url("live"))
    app.state.door = Door(app.state.tail.rouse)
    reader = asyncio.create_task(app.state.tail.run())
    app.state.visitors = Visitors(app.state.tail.rouse)
    watches = [asyncio.create_task(one.watch()) for one in (app.state.door, app.state.visitors)]
    heartbeat = asyncio.create_task(_beat(app.state.tail))
    heart = Heart("live")
    heart.start()
    yield
    await asyncio.to_thread(heart.stop)
    await stopped(reader)
    for watch in watches:
        await stopped(watch)
    await stopped(heartbeat)


async def live(request: Request) -> Response:
    """`GET /live/`: the stream of one signed-in person. It resumes after the `Last-Event-ID` that a browser sends; a new
    page says in `age` how many milliseconds ago it was asked for."""
    visitor = await request.app.state.door.admit(request.cookies.get(settings.SESSION_COOKIE_NAME, ""))
    if visitor is None:
        return PlainTextResponse("Sign in first.", status_code=401, headers=_headers(request))
    since = Cursor.parse(request.headers.get("last-event-id", "") or request.query_params.get("since", ""))
    events = _events(request.app.state.tail.follow(since, _age(request)), visitor.listener, visitor.gone)
    return StreamingResponse(events, media_type="text/event-stream", headers=_headers(request))


async def alive(request: Request) -> Response:
    """`GET /live/healthz`: whether the process reads."""
    started = request.app.state.tail.started.is_set()
    return PlainTextResponse("ok" if started else "no database yet", status_code=200 if started else 503)


def _age(request: Request) -> float:
    """In seconds; what is no number is as old as can be."""
    told = request.query_params.get("age", "0")
    return int(told) / 1000 if told.isdecimal() and len(told) < 12 else inf


async def _events(upcoming: AsyncIterator[Changes], listener: Listener, gone: asyncio.Event) -> AsyncIterator[bytes]:
    """One wait a change and nothing else, since a thousand of these run side by side."""
    try:
        async for changes in upcoming:
            if gone.is_set():
                break
            yield STILL_HERE if changes.quiet else changes.written(listener)
        yield BYE
    finally:
        gone.set()
        await upcoming.aclose()  # type: ignore[attr-defined]  # follow() is an async generator


async def _beat(tail: Tail) -> None:
    """Proxies end what is silent for too long."""
    while True:
        await asyncio.sleep(HEARTBEAT)
        tail.rouse()


def _headers(request: Request) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    origin = request.headers.get("origin", "")
    if may_listen(origin, request.headers.get("host", ""), settings.BASE_URL):
        headers |= {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}
    return headers


application = Starlette(
    routes=[
        Route("/live/", live),
        Route("/live/chat", chat, methods=["GET", "OPTIONS"]),
        Route("/live/healthz", alive),
    ],
    middleware=[Middleware(Policy)],
    lifespan=_lifespan,
)

"""The stream of one visitor's chat: it says that there is something new, and the panel asks for it at the ordinary door.

A visitor has no cookie here but a token, which `fetch` sends in a header; so a browser first asks whether it may.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from webcare.channels.webchat.session import listened_to
from webcare.lib.origin import may_listen
from webcare.live.tail import Changes, Tail

BEARER = "Bearer "
STILL_HERE = b": still here\n\n"
ASKING, HANDS = 50, 2
_asking = asyncio.Semaphore(ASKING)
_hands = ThreadPoolExecutor(HANDS, "chat")  # not the thread at whose door the desk's screens stand
NEWS = b"event: change\ndata: 1\n\n"


async def chat(request: Request) -> Response:
    """`GET /live/chat`: the stream of whoever has the token. It begins with a word, upon which the panel asks once."""
    headers = _headers(request)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    if _asking.locked():
        return PlainTextResponse("Too many ask at once.", status_code=503, headers=headers | {"Retry-After": "5"})
    async with _asking:
        ask = sync_to_async(_topic, thread_sensitive=False, executor=_hands)
        topic = await ask(request.headers.get("authorization", ""))
    if not topic:
        return PlainTextResponse("No chat has this token.", status_code=401, headers=headers)
    tail: Tail = request.app.state.tail
    if not tail.has_room(topic):
        return PlainTextResponse("Too many listen.", status_code=429, headers=headers | {"Retry-After": "30"})
    return StreamingResponse(_events(tail.follow(None, only=topic)), media_type="text/event-stream", headers=headers)


async def _events(upcoming: AsyncIterator[Changes]) -> AsyncIterator[bytes]:
    """Only that something changed: whoever reads along learns no word of it."""
    try:
        yield NEWS
        async for changes in upcoming:
            yield NEWS if changes.reset or changes.topics else STILL_HERE
    finally:
        await upcoming.aclose()  # type: ignore[attr-defined]  # follow() is an async generator


def _topic(given: str) -> str:
    close_old_connections()
    return listened_to(given.removeprefix(BEARER)) if given.startswith(BEARER) else ""


def _headers(request: Request) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    origin = request.headers.get("origin", "")
    if may_listen(origin, request.headers.get("host", ""), settings.BASE_URL):
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Headers": "authorization",
            "Vary": "Origin",
        }
    return headers

"""The stream of one visitor's chat: it says that there is something new, and the panel asks for it at the ordinary door.

A visitor has no cookie here but a token, which `fetch` sends in a header; so a browser first asks whether it may.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from webcare.channels.webchat.session import listened_to, still_listened_to
from webcare.lib.logs import told
from webcare.lib.origin import may_listen
from webcare.live.tail import Changes, Tail

BEARER = "Bearer "
STILL_HERE = b": still here\n\n"
ASKING, HANDS = 50, 2
_asking = asyncio.Semaphore(ASKING)
_hands = ThreadPoolExecutor(HANDS, "chat")  # not the thread at whose door the desk's screens stand
NEWS = b"event: change\ndata: 1\n\n"
LOOK_AGAIN = 30.0
log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Visitor:
    """One open stream; `gone` is set when it has to end."""

    topic: str
    gone: bool = False


class Visitors:
    """All open streams; every `LOOK_AGAIN` seconds one query tells whose chat has ended or whose widget was let go."""

    def __init__(self, rouse: Callable[[], None]) -> None:
        """`rouse` wakes the streams, so that whoever has to leave does so at once."""
        self.rouse = rouse
        self.here: set[Visitor] = set()

    def welcome(self, topic: str) -> Visitor:
        """One more; whoever leaves is taken out of `here`."""
        visitor = Visitor(topic)
        self.here.add(visitor)
        return visitor

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            here = list(self.here)
            try:
                ask = sync_to_async(_still, thread_sensitive=False, executor=_hands)
                known = await ask({visitor.topic for visitor in here}) if here else set()
            except (DatabaseError, InterfaceError) as error:
                log.warning("Nobody knows whose chat has ended: %s", told(error))
                continue
            for visitor in here:
                visitor.gone = visitor.topic not in known
            if any(visitor.gone for visitor in here):
                self.rouse()


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
    events = _events(tail.follow(None, only=topic), topic, request.app.state.visitors)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _events(upcoming: AsyncIterator[Changes], topic: str, visitors: Visitors) -> AsyncIterator[bytes]:
    """Only that something changed: whoever reads along learns no word of it."""
    visitor = visitors.welcome(topic)
    try:
        yield NEWS
        async for changes in upcoming:
            if visitor.gone:
                break
            yield NEWS if changes.reset or changes.topics else STILL_HERE
    finally:
        visitors.here.discard(visitor)
        await upcoming.aclose()  # type: ignore[attr-defined]  # follow() is an async generator


def _topic(given: str) -> str:
    close_old_connections()
    return listened_to(given.removeprefix(BEARER)) if given.startswith(BEARER) else ""


def _still(topics: Collection[str]) -> set[str]:
    close_old_connections()
    return still_listened_to(topics)


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

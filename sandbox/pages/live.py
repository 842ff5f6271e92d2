"""The stream that tells an open page what has changed, a few times a second at most."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.network import network_of
from sandbox.watching import News, Watchers

BREATH = 0.2
MOST_AT_ONCE = 100


async def stream(request: Request) -> Response:
    """A browser that comes back says itself what it heard last; a new page says it in its address."""
    watchers = network_of(request).watchers
    said = request.headers.get("last-event-id") or request.query_params.get("since", "")
    since = int(said) if said.isdigit() else watchers.latest
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_told(watchers, since), media_type="text/event-stream", headers=headers)


async def _told(watchers: Watchers, since: int) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    with watchers.watching(since) as watch:
        while (news := await watch.next(20.0)) is not None:
            if not news:
                yield ": still here\n\n"
                continue
            await asyncio.sleep(BREATH)
            told: list[News] = [*news, *watch.rest()][-MOST_AT_ONCE:]
            yield f"id: {told[-1].number}\ndata: {json.dumps([asdict(each) for each in told])}\n\n"

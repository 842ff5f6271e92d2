"""Tells open pages what has just happened, so that they change without a reload."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum


class Happening(StrEnum):
    POST = "post"
    GONE = "gone"
    LIKE = "like"
    MESSAGE = "message"
    RESET = "reset"


@dataclass(frozen=True)
class News:
    """`about` is the id of a post or of a DM conversation, `thread` the conversation of a post."""

    what: Happening
    about: str = ""
    thread: str = ""
    by: str = ""


class Watchers:
    """A watcher that does not keep up loses the oldest news, never the newest."""

    def __init__(self, patience: int = 200) -> None:
        self._patience = patience
        self._queues: set[asyncio.Queue[News | None]] = set()

    def tell(self, news: News) -> None:
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(news)

    async def watch(self) -> AsyncIterator[News]:
        queue: asyncio.Queue[News | None] = asyncio.Queue(self._patience)
        self._queues.add(queue)
        try:
            while (news := await queue.get()) is not None:
                yield news
        finally:
            self._queues.discard(queue)

    def send_home(self) -> None:
        """Ends every watch, so that the process can stop."""
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

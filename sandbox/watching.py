"""Tells open pages what has just happened, so that they change without a reload."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

PATIENCE = 200


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


class Watch:
    """One open page. It loses the oldest news when it does not keep up, never the newest."""

    def __init__(self) -> None:
        self._news: deque[News] = deque(maxlen=PATIENCE)
        self._something = asyncio.Event()
        self._over = False

    def tell(self, news: News) -> None:
        self._news.append(news)
        self._something.set()

    def end(self) -> None:
        self._over = True
        self._something.set()

    async def next(self, seconds: float) -> list[News] | None:
        """What has happened since; empty when nothing did for so long, None when the watch is over."""
        try:
            await asyncio.wait_for(self._something.wait(), seconds)
        except TimeoutError:
            return []
        return None if self._over else self.rest()

    def rest(self) -> list[News]:
        told = list(self._news)
        self._news.clear()
        if not self._over:
            self._something.clear()
        return told


class Watchers:
    def __init__(self) -> None:
        self._watches: set[Watch] = set()

    def tell(self, news: News) -> None:
        for watch in self._watches:
            watch.tell(news)

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        watch = Watch()
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def send_home(self) -> None:
        """Ends every watch, so that the process can stop."""
        for watch in self._watches:
            watch.end()

"""Tells open pages what has just happened, so that they change without a reload."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from sandbox.clock import now_ms

REMEMBERED = 500


class Happening(StrEnum):
    POST = "post"
    GONE = "gone"
    LIKE = "like"
    MESSAGE = "message"
    MAIL = "mail"
    WALL = "wall"
    CHAT = "chat"
    TOOT_CHANGED = "toot_changed"
    TOOT_GONE = "toot_gone"
    RESET = "reset"


@dataclass(frozen=True)
class News:
    """`about` is the id of a post or of a conversation, or a mailbox; `thread` is the conversation or the wall of a post."""

    what: Happening
    about: str = ""
    thread: str = ""
    by: str = ""
    number: int = 0


class Watch:
    """One open page. It loses the oldest news when it does not keep up, never the newest."""

    def __init__(self, missed: list[News]) -> None:
        self._news = deque(missed, maxlen=REMEMBERED)
        self._something = asyncio.Event()
        self._over = False
        if missed:
            self._something.set()

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
    """News are numbered on from the time of the start, so that numbers of before a restart are old."""

    def __init__(self) -> None:
        self._watches: set[Watch] = set()
        self._recent: deque[News] = deque(maxlen=REMEMBERED)
        self.latest = now_ms()
        self._forgotten = self.latest

    def tell(self, news: News) -> None:
        self.latest += 1
        numbered = replace(news, number=self.latest)
        if len(self._recent) == REMEMBERED:
            self._forgotten = self._recent[0].number
        self._recent.append(numbered)
        for watch in self._watches:
            watch.tell(numbered)

    @contextmanager
    def watching(self, since: int) -> Iterator[Watch]:
        """Begins with what has happened since that number, between the page and its first listening."""
        watch = Watch(self._since(since))
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def send_home(self) -> None:
        """Ends every watch, so that the process can stop."""
        for watch in self._watches:
            watch.end()

    def _since(self, number: int) -> list[News]:
        if number < self._forgotten:
            return [News(Happening.RESET, number=self.latest)]
        return [news for news in self._recent if news.number > number]

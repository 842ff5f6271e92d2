"""Follow the table of changes in commit order, with one connection and one LISTEN for all screens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from functools import cached_property

import psycopg

from webcare.lib.waking import CHANGE
from webcare.live.audience import Brands, Listener, Topic, seen_by, with_brands
from webcare.live.lately import Lately

MOST = 10_000  # changes that are read at once
# Only up to the oldest transaction that still runs: what commits later has a higher number or is still to come.
_READ = """
SELECT xid, id, topic FROM webcare_change
WHERE (xid, id) > (%s, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY xid, id LIMIT %s
"""
_BEHIND = "SELECT EXISTS (SELECT 1 FROM webcare_change WHERE (xid, id) > (%s, %s))"
_END = "SELECT coalesce((SELECT xid FROM webcare_change ORDER BY xid DESC, id DESC LIMIT 1), 0)"
_OLDEST = "SELECT xid, id FROM webcare_change ORDER BY xid, id LIMIT 1"
COALESCE = 0.08
IDLE = 5.0
AGAIN = 0.1
RECONNECT = 1.0
LISTENERS_EACH, LISTENERS = (
    10,
    20_000,
)  # visitors of a chat: tabs of one, and all; who finds no room asks every few seconds
ASKING = 4  # connections for screens that come back, however many come back at once
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a screen has read."""

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """The cursor that a browser sends back; None when it is none of ours."""
        xid, _, row = text.partition("-")
        return cls(int(xid), int(row)) if xid.isdecimal() and row.isdecimal() and len(text) < 40 else None


@dataclass(frozen=True)
class Changes:
    """What changed up to `cursor`. With `reset` nobody knows what was missed: look at everything again. `quiet` says
    nothing; it only wakes the streams."""

    cursor: Cursor
    topics: tuple[Topic, ...]
    reset: bool = False
    quiet: bool = False
    _written: dict[Brands, bytes] = field(default_factory=dict, repr=False, compare=False)

    def written(self, listener: Listener) -> bytes:
        """The event for one person's screen: written once for all to whom it says the same."""
        if f"person:{listener.person_id}" in self._persons:
            return self._event([*seen_by(self.topics, listener.brands), f"person:{listener.person_id}"])
        if listener.brands not in self._written:
            self._written[listener.brands] = self._event(seen_by(self.topics, listener.brands))
        return self._written[listener.brands]

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(topic.name for topic in self.topics if topic.name.startswith("person:"))

    def _event(self, topics: list[str]) -> bytes:
        kind = "reset" if self.reset else "change"
        return f"id: {self.cursor}\nevent: {kind}\ndata: {json.dumps(topics)}\n\n".encode()


class Tail:
    """One per process. `follow()` gives every screen its own run of changes."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.cursor = Cursor(0, 0)
        self.started = asyncio.Event()
        self._lately = Lately()
        self._asking = asyncio.Semaphore(ASKING)
        self._screens: set[asyncio.Queue[Changes]] = set()
        self._listening: dict[str, set[asyncio.Queue[Changes]]] = {}  # by the one topic that they listen to

    async def run(self) -> None:
        """Read until cancelled; a lost database is found again."""
        while True:
            try:
                await self._read_on()
            except (psycopg.Error, OSError):
                log.warning("The live stream lost the database and looks for it again")
            await asyncio.sleep(RECONNECT)

    async def follow(self, since: Cursor | None, age: float = 0.0, only: str = "") -> AsyncIterator[Changes]:
        """Everything after `since`, then what comes. Without `since`: what came in the `age` seconds since the page was
        asked for, so that nothing falls between a page and its stream. `only`: woken by this topic and by no other."""
        await self.started.wait()
        queue: asyncio.Queue[Changes] = asyncio.Queue(maxsize=100)
        place = self._listening.setdefault(only, set()) if only else self._screens
        place.add(queue)
        try:
            joined_at = self.cursor
            yield (await self._missed(since, joined_at) if since else self._come_lately(age, joined_at))
            while True:
                changes = await queue.get()
                if changes.cursor > joined_at or changes.reset or changes.quiet:
                    yield changes
        finally:
            place.discard(queue)
            if only and not self._listening.get(only):
                self._listening.pop(only, None)

    def has_room(self, topic: str) -> bool:
        """Whether one more may listen to nothing but this."""
        listening = sum(len(queues) for queues in self._listening.values())
        return len(self._listening.get(topic, ())) < LISTENERS_EACH and listening < LISTENERS

    def rouse(self) -> None:
        """Wake every stream, though nothing changed: to say that it is still there, or to end."""
        self._hand(Changes(self.cursor, (), quiet=True))

    def _come_lately(self, age: float, until: Cursor) -> Changes:
        topics = self._lately.within(age)
        return Changes(until, topics or (), reset=topics is None)

    async def _read_on(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.dsn, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANGE}")
            if not self.started.is_set():
                self.cursor, self._lately = await self._end(connection), Lately()
                self.started.set()
            while True:
                rows = await (await connection.execute(_READ, (self.cursor.xid, self.cursor.id, MOST))).fetchall()
                if rows:
                    await self._give(connection, rows)
                    await asyncio.sleep(COALESCE)
                    continue
                await self._wait(connection, AGAIN if await self._is_behind(connection) else IDLE)

    async def _end(self, connection: psycopg.AsyncConnection) -> Cursor:
        row = await (await connection.execute(_END)).fetchone()
        horizon = await (
            await connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        ).fetchone()
        newest, oldest_running = (row or (0,))[0], (horizon or (0,))[0]
        return Cursor(min(newest, oldest_running - 1), 2**62)

    async def _is_behind(self, connection: psycopg.AsyncConnection) -> bool:
        row = await (await connection.execute(_BEHIND, (self.cursor.xid, self.cursor.id))).fetchone()
        return bool(row and row[0])

    async def _wait(self, connection: psycopg.AsyncConnection, seconds: float) -> None:
        async for _notification in connection.notifies(timeout=seconds, stop_after=1):
            return

    async def _give(self, connection: psycopg.AsyncConnection, rows: list[tuple[int, int, str]]) -> None:
        topics = await with_brands(connection, list(dict.fromkeys(topic for _, _, topic in rows)))
        self.cursor = Cursor(rows[-1][0], rows[-1][1])
        self._lately.note(topics)
        self._hand(Changes(self.cursor, topics))

    def _hand(self, changes: Changes) -> None:
        self._put(changes, self._screens)
        told = list(self._listening) if changes.quiet else [topic.name for topic in changes.topics]
        for name in told:
            self._put(changes, self._listening.get(name, ()))

    def _put(self, changes: Changes, queues: Collection[asyncio.Queue[Changes]]) -> None:
        for queue in queues:
            if queue.full():  # a screen that does not read: it looks at everything again when it does
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(Changes(self.cursor, (), reset=True))
            else:
                queue.put_nowait(changes)

    async def _missed(self, since: Cursor, until: Cursor) -> Changes:
        async with self._asking, await psycopg.AsyncConnection.connect(self.dsn, autocommit=True) as connection:
            oldest = await (await connection.execute(_OLDEST)).fetchone()
            if oldest is None or since < Cursor(*oldest):
                return Changes(until, (), reset=since != until)
            rows = await (await connection.execute(_READ, (since.xid, since.id, MOST + 1))).fetchall()
            if len(rows) > MOST and Cursor(rows[MOST][0], rows[MOST][1]) <= until:
                return Changes(until, (), reset=True)
            missed = dict.fromkeys(topic for xid, row, topic in rows if Cursor(xid, row) <= until)
            return Changes(until, await with_brands(connection, list(missed)))


async def stopped(task: asyncio.Task[None]) -> None:
    """Cancel the reader and wait for its end."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

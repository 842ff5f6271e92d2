"""Many open screens: long answers of the live process, read as a browser reads them, and cut as networks cut them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from webcare.bench.house import HOST

CUTS = 0.01  # of the screens, each second


@dataclass(slots=True)
class Seen:
    """What all screens saw: milliseconds from change to screen, and what each of them missed."""

    delays: list[float] = field(default_factory=list)
    cuts: int = 0
    missed: int = 0


class Screen(asyncio.Protocol):
    """One browser. It comes back with the id of the last event that it read."""

    def __init__(self, port: int, cookie: str, changed_at: Mapping[str, float], seen: Seen) -> None:
        self.port, self.cookie = port, cookie
        self.changed_at, self.seen = changed_at, seen
        self.topics: set[str] = set()
        self.last_id = ""
        self.buffer = b""
        self.is_open = asyncio.Event()
        self.is_ending = False
        self.transport: asyncio.Transport | None = None

    async def connect(self) -> None:
        """Ask for the stream; `is_open` is set with the first event."""
        await asyncio.get_running_loop().create_connection(lambda: self, HOST, self.port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream was asked for")
        self.transport, self.buffer = transport, b""
        resume = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
        head = f"GET /live/ HTTP/1.0\r\nHost: {HOST}:{self.port}\r\nCookie: {self.cookie}\r\n{resume}\r\n"
        transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        *events, self.buffer = (self.buffer + data).split(b"\n\n")
        for event in events:
            self._read(event, at)

    def connection_lost(self, _: Exception | None) -> None:
        if not self.is_ending:
            asyncio.get_running_loop().create_task(self.connect())

    def cut(self) -> None:
        """As a train into a tunnel does."""
        if self.transport is not None:
            self.seen.cuts += 1
            self.transport.abort()

    def leave(self) -> None:
        """Close the tab."""
        self.is_ending = True
        if self.transport is not None:
            self.transport.abort()

    def _read(self, event: bytes, at: float) -> None:
        for line in event.split(b"\n"):
            if line.startswith(b"id: "):
                self.last_id = line[4:].strip().decode()
                self.is_open.set()
            elif line.startswith(b"event: reset"):
                self.topics |= self.changed_at.keys()  # it looks at everything again
            elif line.startswith(b"data: ["):
                for topic in json.loads(line[6:]):
                    if topic in self.changed_at and topic not in self.topics:
                        self.topics.add(topic)
                        self.seen.delays.append((at - self.changed_at[topic]) * 1000)


async def open_screens(
    count: int, port: int, cookies: Sequence[str], changed_at: Mapping[str, float], seen: Seen
) -> list[Screen]:
    """All of them connected and reading."""
    screens = [Screen(port, cookies[number % len(cookies)], changed_at, seen) for number in range(count)]
    for start in range(0, count, 100):  # a real crowd does not come in one millisecond
        group = screens[start : start + 100]
        await asyncio.gather(*(screen.connect() for screen in group))
        await asyncio.gather(*(screen.is_open.wait() for screen in group))
    return screens


async def cut_at_random(screens: Sequence[Screen], stop: asyncio.Event, rng: Random) -> None:
    """Every second a few lose their connection."""
    while not stop.is_set():
        for screen in rng.sample(screens, max(1, int(len(screens) * CUTS))):
            screen.cut()
        await asyncio.sleep(1)


def count_missed(screens: Sequence[Screen], changed_at: Mapping[str, float]) -> int:
    """Changes that a screen was not told of."""
    return sum(len(changed_at.keys() - screen.topics) for screen in screens)

"""An open stream ends when its chat or its widget does, and whoever looks after that looks on after an outage."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections

from tests.channels.webchat.conftest import Browser, visitor, widget, world
from tests.live.test_tail import dsn, until
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.connecting import disconnect
from webcare.channels.webchat.session import ChatSession, listened_to
from webcare.ledger.change import changed
from webcare.live import chatting, door
from webcare.live.chatting import NEWS, Visitors
from webcare.live.tail import Tail, stopped

__all__ = ["visitor", "widget", "world"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chatting, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(door, "LOOK_AGAIN", 0.01)


def beside(story: Callable[[Tail, Visitors, list[bytes]], Awaitable[None]], topic: str) -> list[bytes]:
    """What the panel of this chat hears while the story happens; the story waits for its end."""

    async def run() -> list[bytes]:
        tail, heard = Tail(dsn()), []
        visitors = Visitors(tail.rouse)
        tasks = [asyncio.create_task(tail.run()), asyncio.create_task(visitors.watch())]
        await tail.started.wait()

        async def listen() -> None:
            async for piece in chatting._events(tail.follow(None, only=topic), topic, visitors):
                heard.append(piece)  # noqa: PERF401 - to be looked at while it grows

        panel = asyncio.create_task(listen())
        await until(lambda: bool(heard))
        await story(tail, visitors, heard)
        await asyncio.wait_for(panel, 20)
        assert not visitors.here
        for task in tasks:
            await stopped(task)
        await asyncio.get_running_loop().run_in_executor(chatting._hands, connections.close_all)
        return heard

    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have a loop in this thread
        return elsewhere.submit(asyncio.run, run()).result()


def at_once(work: Callable[[], object]) -> Awaitable[None]:
    """In a thread, as whoever does it is another process."""

    def done() -> None:
        work()
        connections.close_all()

    return asyncio.to_thread(done)


@pytest.mark.parametrize("ended", [True, False], ids=["the chat has ended", "the widget was let go"])
def test_the_stream_of_a_visitor_ends_and_no_other_begins(
    visitor: Browser, widget: Account, world: World, ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    topic = listened_to(visitor.token)
    looks: list[set[str]] = []
    ask = chatting._still

    def look(topics: set[str]) -> set[str]:
        looks.append(topics)
        return ask(topics)

    monkeypatch.setattr(chatting, "_still", look)

    async def story(tail: Tail, visitors: Visitors, heard: list[bytes]) -> None:
        await at_once(lambda: changed([topic]))
        await until(lambda: heard.count(NEWS) == 2)
        await until(lambda: len(looks) >= 2)
        assert visitors.here, "who may stay stays"
        await at_once(ChatSession.objects.all().delete if ended else lambda: disconnect(widget, world.joost))

    beside(story, topic)
    assert not listened_to(visitor.token)


def test_an_outage_lets_nobody_stay_for_good(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.begin()
    topic = listened_to(visitor.token)
    asked: list[int] = []

    def away(_: object) -> set[str]:
        asked.append(1)
        if len(asked) < 3:
            raise OperationalError("the server closed the connection")
        return set()

    monkeypatch.setattr(chatting, "_still", away)

    async def story(*_: object) -> None:
        """Nothing happens but the outage."""

    beside(story, topic)
    assert len(asked) == 3


def test_the_door_of_colleagues_looks_on_after_an_outage_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def away(_: object) -> dict[str, door.Known]:
        asked.append(1)
        if len(asked) < 3:
            raise OperationalError("the server closed the connection")
        return {}

    monkeypatch.setattr(door, "_signed_in", away)

    async def run() -> bool:
        roused = asyncio.Event()
        here = door.Door(roused.set)
        visitor = door.Visitor("a session", door.Known(1, "agent", None))
        here.visitors.add(visitor)
        watch = asyncio.create_task(here.watch())
        await asyncio.wait_for(roused.wait(), 20)
        await stopped(watch)
        return visitor.gone.is_set()

    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(asyncio.run, run()).result()

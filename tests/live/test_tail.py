"""The live stream skips nothing, whatever order transactions commit in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest
from django.db import connection, transaction

from tests.house.wires import connections
from webcare.ledger.change import Change, changed
from webcare.live.tail import ASKING, MOST, Changes, Cursor, Tail

pytestmark = pytest.mark.django_db(transaction=True)


def dsn() -> str:
    parameters = connection.get_connection_params()
    known = {key: value for key, value in parameters.items() if key in {"host", "port", "user", "password", "dbname"}}
    return psycopg.conninfo.make_conninfo(**known)


def listening(story: Callable[[Tail, list[Changes]], Awaitable[None]], since: Cursor | None = None) -> list[Changes]:
    """Run a story beside a screen that listens; what the screen got."""

    async def run() -> list[Changes]:
        tail, heard = Tail(dsn()), []
        reader = asyncio.create_task(tail.run())

        async def listen() -> None:
            async for changes in tail.follow(since):
                heard.append(changes)  # noqa: PERF401 - to be looked at while it grows

        screen = asyncio.create_task(listen())
        await tail.started.wait()
        await until(lambda: bool(heard))
        await story(tail, heard)
        for task in (screen, reader):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return heard

    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have a loop in this thread
        return elsewhere.submit(asyncio.run, run()).result()


async def until(question: Callable[[], bool]) -> None:
    for _ in range(400):
        if question():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came")


def topics(heard: list[Changes]) -> list[str]:
    return [topic.name for changes in heard for topic in changes.topics]


async def say(*names: str) -> None:
    await asyncio.to_thread(_say, names)


def _say(names: tuple[str, ...]) -> None:
    with transaction.atomic():
        changed(names)
    connection.close()


def test_a_screen_that_listens_opens_no_other_connection_than_the_tail_does() -> None:
    async def story(_tail: Tail, heard: list[Changes]) -> None:
        await say("queue")
        await until(lambda: "queue" in topics(heard))

    with connections() as wires:
        listening(story)
    assert set(wires) <= {"webcare/live/tail.py"}


def test_what_changes_is_heard_once_and_in_order() -> None:
    async def story(_tail: Tail, heard: list[Changes]) -> None:
        await say("queue")
        await until(lambda: "queue" in topics(heard))
        await say("conversation:1", "board")
        await until(lambda: "board" in topics(heard))

    heard = listening(story)
    assert topics(heard) == ["queue", "board", "conversation:1"]
    cursors = [changes.cursor for changes in heard]
    assert cursors == sorted(cursors)


def test_a_transaction_that_began_first_and_commits_last_is_not_skipped() -> None:
    async def story(_tail: Tail, heard: list[Changes]) -> None:
        async with await psycopg.AsyncConnection.connect(dsn()) as slow:
            await slow.execute("INSERT INTO webcare_change (topic, at) VALUES ('slow', now())")
            await say("quick")
            await asyncio.sleep(0.5)
            assert "slow" not in topics(heard)
            await slow.commit()
        await until(lambda: {"slow", "quick"} <= set(topics(heard)))

    heard = topics(listening(story))
    assert sorted(heard) == ["quick", "slow"], "each of them exactly once"


def test_a_rolled_back_change_is_never_heard() -> None:
    async def story(_tail: Tail, heard: list[Changes]) -> None:
        async with await psycopg.AsyncConnection.connect(dsn()) as undone:
            await undone.execute("INSERT INTO webcare_change (topic, at) VALUES ('undone', now())")
            await undone.rollback()
        await say("after")
        await until(lambda: "after" in topics(heard))

    assert "undone" not in topics(listening(story))


def test_a_screen_that_comes_back_gets_what_it_missed() -> None:
    async def first(_tail: Tail, heard: list[Changes]) -> None:
        await say("before")
        await until(lambda: "before" in topics(heard))

    left_at = listening(first)[-1].cursor
    _say(("while:away",))

    async def second(_tail: Tail, heard: list[Changes]) -> None:
        await until(lambda: "while:away" in topics(heard))

    heard = listening(second, since=left_at)
    assert topics(heard) == ["while:away"]
    assert not heard[0].reset


def test_a_screen_that_was_away_too_long_looks_at_everything_again() -> None:
    _say(("old",))
    Change.objects.all().delete()
    _say(("new",))

    async def story(_tail: Tail, _heard: list[Changes]) -> None:
        return

    assert listening(story, since=Cursor(1, 1))[0].reset


def test_a_lost_database_connection_is_made_again_and_nothing_is_missed() -> None:
    async def story(_tail: Tail, heard: list[Changes]) -> None:
        async with await psycopg.AsyncConnection.connect(dsn(), autocommit=True) as other:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' OR (pid <> pg_backend_pid() AND query LIKE '%webcare_change%')"
            )
        await say("after:the:fall")
        await until(lambda: "after:the:fall" in topics(heard))

    assert "after:the:fall" in topics(listening(story))


@pytest.mark.parametrize("text", ["", "x", "1", "-", "1-", "-1", "1-2-3", "9" * 50 + "-1", "1-x", "²-1"])
def test_a_cursor_that_is_none_of_ours_is_no_cursor(text: str) -> None:
    assert Cursor.parse(text) is None


def test_a_cursor_survives_the_way_through_a_browser() -> None:
    assert Cursor.parse(str(Cursor(12345, 678))) == Cursor(12345, 678)


def test_a_screen_that_missed_more_than_is_read_at_once_looks_at_everything_again() -> None:
    _say(("before",))
    left_at = _newest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO webcare_change (topic, at) SELECT 'conversation:' || n %% 50, now() FROM generate_series(1, %s) n",
            [MOST],
        )
    _say(("conversation:777",))
    _wait_for_older_transactions()

    async def story(_tail: Tail, _heard: list[Changes]) -> None:
        return

    heard = listening(story, since=left_at)
    assert heard[0].reset and heard[0].cursor >= _newest()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM webcare_change WHERE topic = 'conversation:777'")
    heard = listening(story, since=left_at)
    assert not heard[0].reset and len(heard[0].topics) == 50, "as many as are read at once are all of them"


def test_hundreds_of_screens_that_come_back_at_once_take_a_handful_of_connections() -> None:
    _say(("before",))
    left_at = _newest()
    _say(("while:away",))
    _wait_for_older_transactions()
    most = 0

    async def run() -> list[tuple[str, ...]]:
        nonlocal most
        tail = Tail(dsn())
        reader = asyncio.create_task(tail.run())
        screens = [asyncio.create_task(_first_of(tail, left_at)) for _ in range(200)]
        async with await psycopg.AsyncConnection.connect(dsn(), autocommit=True) as watcher:
            while not all(screen.done() for screen in screens):
                row = await (await watcher.execute(_CONNECTIONS)).fetchone()
                most = max(most, row[0] if row else 0)
                await asyncio.sleep(0.01)
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader
        return [tuple(topic.name for topic in screen.result().topics) for screen in screens]

    with ThreadPoolExecutor(1) as elsewhere:
        heard = elsewhere.submit(asyncio.run, run()).result()
    assert set(heard) == {("while:away",)}
    assert most <= ASKING + 1, "those, and the one that listens"


def _wait_for_older_transactions() -> None:
    """Changes are read only up to the oldest transaction that still runs on the server, also that of another test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (written,) = cursor.fetchone()
        for _ in range(3_000):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", [written])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("an older transaction does not end")


_CONNECTIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND (query LIKE 'LISTEN%' OR query LIKE '%webcare_change%')"
)


async def _first_of(tail: Tail, since: Cursor) -> Changes:
    async for changes in tail.follow(since):
        return changes
    raise AssertionError("it never came")


def _newest() -> Cursor:
    xid, pk = Change.objects.order_by("-xid", "-pk").values_list("xid", "pk")[0]
    return Cursor(xid, pk)


def test_what_changed_between_a_page_and_its_stream_is_told() -> None:
    late: list[Changes] = []

    async def story(tail: Tail, heard: list[Changes]) -> None:
        await say("board")
        await until(lambda: "board" in topics(heard))
        await asyncio.sleep(0.3)
        asked_at = time.monotonic()  # here a page is made; its screen listens only after the next change
        await say("queue")
        await until(lambda: "queue" in topics(heard))
        late.append(await anext(tail.follow(None, time.monotonic() - asked_at)))
        late.append(await anext(tail.follow(None)))
        late.append(await anext(tail.follow(None, 3_600.0)))

    listening(story)
    assert [topics([one]) for one in late] == [["queue"], [], []]
    assert [one.reset for one in late] == [False, False, True], "who began an hour ago looks at everything again"

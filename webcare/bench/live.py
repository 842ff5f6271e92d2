"""From a change in the database to the screens: how long, with hundreds of them open and connections that break."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from webcare.bench import history
from webcare.bench.company import Ground, staff
from webcare.bench.house import cookie_of, open_house
from webcare.bench.measure import Measure, at_most, percentile
from webcare.bench.screens import Seen, count_missed, cut_at_random, open_screens
from webcare.conversations.conversation import Conversation
from webcare.ledger.change import changed

CROWDS = (300, 1000)
RATE = 50  # changes a second
SECONDS, QUICK_SECONDS = 60.0, 8.0
PATIENCE = 30.0
GOAL = 300.0
AGENTS = 50
PAST = history.Size(4_000, 1_000)  # more conversations than change, since nobody hears of one that is not there


@dataclass(frozen=True, slots=True)
class Run:
    """One crowd: what it saw, and how many changes there were."""

    seen: Seen
    changes: int
    seconds: float


def measure(ground: Ground, *, quick: bool) -> list[Measure]:
    """300 screens, then 1,000; each crowd with a live process of its own."""
    seconds = QUICK_SECONDS if quick else SECONDS
    cookies = [cookie_of(person) for person in staff(ground, AGENTS)]
    history.build(PAST)
    conversations = list(Conversation.objects.values_list("pk", flat=True))
    measures = []
    for crowd in CROWDS:
        with open_house("live") as house:
            run = asyncio.run(_watch(crowd, house.live_port, cookies, conversations, seconds))
        goal = at_most(GOAL) if crowd == max(CROWDS) else None
        measures += [
            Measure(f"{crowd} screens, change to screen, p50", percentile(run.seen.delays, 50), "ms"),
            Measure(f"{crowd} screens, change to screen, p95", percentile(run.seen.delays, 95), "ms", goal=goal),
            Measure(f"{crowd} screens, changes a second", run.changes / run.seconds, "changes/s", RATE),
            Measure(f"{crowd} screens, connections cut meanwhile", run.seen.cuts, "cuts"),
            Measure(f"{crowd} screens, changes missed", run.seen.missed, "changes", goal=at_most(0)),
        ]
    return measures


async def _watch(crowd: int, port: int, cookies: Sequence[str], conversations: Sequence[int], seconds: float) -> Run:
    changed_at: dict[str, float] = {}
    seen, stop = Seen(), asyncio.Event()
    screens = await open_screens(crowd, port, cookies, changed_at, seen)
    cutting = asyncio.create_task(cut_at_random(screens, stop, Random(1)))
    began = time.perf_counter()
    await asyncio.to_thread(_change, changed_at, conversations, seconds)
    took = time.perf_counter() - began
    stop.set()
    await cutting
    until = time.monotonic() + PATIENCE
    while count_missed(screens, changed_at) and time.monotonic() < until:  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(0.1)
    seen.missed = count_missed(screens, changed_at)
    for screen in screens:
        screen.leave()
    return Run(seen, len(changed_at), took)


def _change(changed_at: dict[str, float], conversations: Sequence[int], seconds: float) -> None:
    """So many changes a second, each of another conversation."""
    began = time.perf_counter()
    for number, conversation in enumerate(conversations[: round(RATE * seconds)]):
        time.sleep(max(0.0, began + number / RATE - time.perf_counter()))
        topic = f"conversation:{conversation}"
        changed_at[topic] = time.perf_counter()
        changed(["queue", topic])

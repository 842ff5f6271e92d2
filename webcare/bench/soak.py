"""Hours of ordinary work in minutes: customers post, agents answer, screens listen, and every message is counted."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.client import Line, Sandbox
from webcare.bench.crowd import Talker
from webcare.bench.house import cookie_of
from webcare.bench.measure import Measure, at_most
from webcare.bench.memory import shares
from webcare.bench.pressure import Round, Wave, lag
from webcare.bench.screens import Seen, open_screens
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.conversations.message import Message
from webcare.demo.seeding import found, subscribe
from webcare.replay.agent import ScriptedAgent
from webcare.team.person import Person, Role

WAVE = 20
SCREENS, AGENTS = 300, 4
ROUND = 300.0  # seconds between two counts
PAUSE = 2.0  # an agent reads before answering
QUIET = 60.0  # seconds without progress after which what is missing counts as lost
GLANCE = 0.2
SAMPLE = 10.0


@dataclass(slots=True)
class Tally:
    """What was sent, and what the house took of the memory while it worked."""

    rate: float = 200.0  # posts a second
    posted: list[str] = field(default_factory=list)
    answered: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)  # minutes since the start, MiB
    errors: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    may_go: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)
    since: float = field(default_factory=time.monotonic)  # this round
    waves: list[Wave] = field(default_factory=list)  # of this round
    rounds: list[Round] = field(default_factory=list)
    lost: int = 0
    hands: list[threading.Lock] = field(default_factory=list)  # each held while it does something that is counted

    def hand(self) -> threading.Lock:
        """One more that works."""
        self.hands.append(threading.Lock())
        return self.hands[-1]

    def go(self) -> None:
        """A round begins."""
        self.since = time.monotonic()
        self.waves.clear()
        self.may_go.set()

    def rest(self) -> None:
        """Nobody begins anything more, and whoever was at it has finished."""
        self.may_go.clear()
        for hand in self.hands:
            with hand:
                pass

    def slope(self) -> float:
        """MiB a minute, by least squares over the second half: at first everything is loaded."""
        late = self.memory[len(self.memory) // 2 :]
        if len(late) < 2:
            return 0.0
        mean_at = sum(at for at, _ in late) / len(late)
        mean = sum(size for _, size in late) / len(late)
        spread = sum((at - mean_at) ** 2 for at, _ in late)
        return sum((at - mean_at) * (size - mean) for at, size in late) / spread if spread else 0.0

    def measures(self) -> list[Measure]:
        """Every round, and what is left in the end."""
        return [
            *(measure for one in self.rounds for measure in one.measures()),
            Measure("answered", self.answered, "answers"),
            Measure("missing or there twice", self.lost, "", goal=at_most(0)),
            Measure("memory in the end", self.memory[-1][1] if self.memory else 0.0, "MiB"),
            Measure("memory, slope of the second half", self.slope(), "MiB/min"),
        ]


def soak(minutes: float, rate: float, base: str, live_port: int, sandbox: str, say: Callable[[str], None]) -> Tally:
    """Work for so many minutes, with `rate` posts a second; in the end `lost` of the tally counts what is missing or there
    twice, and what failed."""
    tally = Tally(rate)
    with Sandbox(sandbox) as network:
        found(network)
        subscribe()
        people = list(Person.objects.filter(role=Role.AGENT)[:AGENTS])
        jobs = [
            _job(tally, _post, tally, network),
            _job(tally, _remember, tally),
            _job(tally, lambda: asyncio.run(_watch(tally, live_port, [cookie_of(one) for one in people]))),
            *(_job(tally, _answer, tally, base, one.pk, place) for place, one in enumerate(people)),
        ]
        tally.go()
        until = time.monotonic() + minutes * 60
        while (left := until - time.monotonic()) > 0 and not tally.errors:
            tally.stop.wait(min(ROUND, left))
            tally.lost = _count(tally, network, say)
        tally.stop.set()
        for job in jobs:
            job.join(60)
    for error in tally.errors:
        say(f"! {error}")
    tally.lost += len(tally.errors)
    late = sum(any(one.complaints()) for one in tally.rounds)
    say(f"{late} of {len(tally.rounds)} rounds fell behind" if late else "nobody fell behind")
    return tally


def _job(tally: Tally, work: Callable[..., None], *about: object) -> threading.Thread:
    def run() -> None:
        try:
            tally.may_go.wait()
            work(*about)
        except Exception as error:  # noqa: BLE001 - a job that fails ends the soak, which says why
            tally.errors.append(f"{getattr(work, '__name__', 'a job')}: {error!r}")
            tally.stop.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _post(tally: Tally, network: Sandbox) -> None:
    """Customers post at an even pace; while they are counted nobody posts."""
    talker = Talker(3)
    due, hand = time.monotonic(), tally.hand()
    while not tally.stop.is_set():
        if not tally.may_go.wait(1):
            due = time.monotonic()
            continue
        said = [talker.say(datetime.now(UTC)) for _ in range(WAVE)]  # noqa: TID251 - the network's clock
        lines = [Line(f"customer{writer % 10_000}", text) for writer, text in said]
        with hand:
            if tally.may_go.is_set():
                posts = network.bulk(lines)
                tally.waves.append(Wave(time.monotonic(), posts))
                tally.posted += posts
        due += WAVE / tally.rate
        tally.stop.wait(max(0.0, due - time.monotonic()))


def _answer(tally: Tally, base: str, person: int, place: int) -> None:
    agent, hand = ScriptedAgent(base, person), tally.hand()
    number = 0
    while not tally.stop.wait(PAUSE):
        with hand:
            if tally.may_go.is_set() and agent.answer(place * 1_000_000 + (number := number + 1)):
                tally.answered += 1
    agent.close()


async def _watch(tally: Tally, port: int, cookies: Sequence[str]) -> None:
    seen = Seen()
    screens = await open_screens(SCREENS, port, cookies, {}, seen)
    await asyncio.to_thread(tally.stop.wait)
    for screen in screens:
        screen.leave()


def _remember(tally: Tally) -> None:
    began = time.monotonic()
    while not tally.stop.wait(SAMPLE):
        size = sum(share for part, share in shares(os.getpid()).items() if not part.startswith("keeper"))
        tally.memory.append(((time.monotonic() - began) / 60, size))


def _count(tally: Tally, network: Sandbox, say: Callable[[str], None]) -> int:
    """Let everything arrive, then compare; returns how much is missing or there twice."""
    tally.rest()
    _mark(tally, network, say)
    posted = set(tally.posted)
    rows = Message.objects.filter(external_id__among=list(posted))
    arrived = rows.values("external_id").distinct().count()  # a post that names two brands is work for both
    sent = Delivery.objects.filter(sent_at__isnull=False).count()
    standing = len(network.answers(limit=1_000_000))  # of every brand that was named
    aside = Receipt.objects.set_aside().count()
    size = tally.memory[-1][1] if tally.memory else 0.0
    say(
        f"{len(posted)} posted, {arrived} arrived; {tally.answered} answered, {sent} sent, {standing} on the network; "
        f"{aside} events set aside; {size:.0f} MiB"
    )
    tally.go()
    return len(posted) - arrived + abs(tally.answered - sent) + abs(sent - standing) + aside


def _mark(tally: Tally, network: Sandbox, say: Callable[[str], None]) -> None:
    """How far behind everybody is now that posting has paused; then let everything arrive."""
    at = time.monotonic()
    posts = [post for wave in tally.waves for post in wave.posts]
    rows = Message.objects.filter(external_id__among=posts).values_list("external_id", flat=True)
    there = {post for post in rows if post}
    behind, oldest = lag(tally.waves, there, at)
    _settle(network)
    caught_up = time.monotonic() - at
    one = Round((at - tally.began) / 60, at - tally.since, len(posts), behind, oldest, caught_up, tally.rate)
    tally.rounds.append(one)
    for line in (str(one), *(f"! {complaint}" for complaint in one.complaints())):
        say(line)


def _settle(network: Sandbox) -> None:
    last, since = (-1, -1), time.monotonic()
    while network.counts().waiting or Receipt.objects.pending().exists() or Delivery.objects.pending().exists():
        here = (network.counts().waiting, Receipt.objects.pending().count() + Delivery.objects.pending().count())
        if here != last:
            last, since = here, time.monotonic()
        elif time.monotonic() - since > QUIET:
            return
        time.sleep(GLANCE)

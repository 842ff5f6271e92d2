"""Everything is killed at random while customers write and agents answer; then the networks' own ledgers are counted."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from django.db import DatabaseError, InterfaceError, connections

from sandbox.client import Sandbox
from webcare.bench.counted import Counted, count
from webcare.bench.house import HOST, allow_many_connections, cookie_of
from webcare.bench.measure import Measure
from webcare.bench.mortals import Database, Web, Workers
from webcare.bench.opening import open_accounts
from webcare.bench.stage import Stage, networks, wait_until
from webcare.bench.street import Passers
from webcare.bench.stubborn import Stopped, StubbornAgent
from webcare.demo.seeding import subscribe
from webcare.lib.postgres import Server
from webcare.team.person import Person, Role

WORKERS, AGENTS = 3, 3
WEB_LIFE = 16.0  # seconds that the pages are there before they are killed again, at most
BETWEEN = 1.6  # seconds between two kills, at most
RATE = 4.0  # messages of customers a second
QUIET = 200.0  # seconds without progress after which what is missing counts as lost: a lease and several pauses
GLANCE = 0.5
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Orders:
    """How often what is killed; `seed` is that of all that is left to chance."""

    kills: int
    database_kills: int
    seed: int


@dataclass(frozen=True, slots=True)
class Place(Stage):
    """Where the house stands: also its database server, which is killed too."""

    server: Server


@dataclass(slots=True)
class Tally:
    """What the networks and the agents know for certain, and what went wrong in the bench itself."""

    said: dict[str, str] = field(default_factory=dict)  # the mark of what a customer said: on which network
    answered: list[str] = field(default_factory=list)  # the marks of answers that a page has acknowledged
    errors: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


def measure(place: Place, orders: Orders) -> list[Measure]:
    """Kill so often, let everything settle, count."""
    allow_many_connections()
    with place.log.open("ab") as log, networks(place, log) as network:
        open_accounts(network)
        connections.close_all()
        quiet = {"WEBCARE_LOG": "ERROR", "WEBCARE_PAGES_A_MINUTE": "0"}
        web, workers = Web(HOST, place.web_port, quiet, log), Workers(WORKERS, quiet, log)
        try:
            _wait_for(web)
            subscribe()
            tally, jobs = _at_work(network, place, orders.seed)
            wait_until(lambda: tally.answered or tally.errors, "Nobody answers anybody.")  # all of it is in motion
            began = time.monotonic()
            killed = _kill(orders, web, workers, Database(place.server), tally)
            seconds = time.monotonic() - began
            _rest(tally, jobs)
            _wait_for(web)
            found = _settled(network, tally)
        finally:
            web.leave()
            workers.leave()
    if tally.errors:
        raise RuntimeError("; ".join(tally.errors[:5]))
    return [
        Measure("seed", orders.seed, ""),
        *(Measure(f"killed: {what}", times, "times") for what, times in sorted(killed.items())),
        Measure("ended in consequence, and was started again", web.ended + workers.ended, "times"),
        Measure("the killing took", seconds, "s"),
        *found.measures(),
    ]


def _wait_for(web: Web) -> None:
    def is_there() -> bool:
        web.look()
        return web.is_up()

    wait_until(is_there, "The pages do not come back.")


def _at_work(network: Sandbox, place: Place, seed: int) -> tuple[Tally, list[threading.Thread]]:
    tally, base = Tally(), f"http://{HOST}:{place.web_port}"
    people = list(Person.objects.filter(role=Role.AGENT)[:AGENTS])
    agents = [StubbornAgent(base, cookie_of(one), tally.stop) for one in people]
    connections.close_all()
    jobs = [threading.Thread(target=_post, args=(tally, network, seed), daemon=True)]
    jobs += [
        threading.Thread(target=_answer, args=(tally, one, place), daemon=True) for place, one in enumerate(agents)
    ]
    for job in jobs:
        job.start()
    return tally, jobs


def _post(tally: Tally, network: Sandbox, seed: int) -> None:
    passers, due = Passers(network, seed), time.monotonic()
    try:
        while not tally.stop.is_set():
            mark = f"Q{len(tally.said):07}Q"
            tally.said[mark] = passers.say(f"Where is my bag? It is blue and has the number {mark} on it")
            due += 1 / RATE
            tally.stop.wait(max(0.0, due - time.monotonic()))
    except Exception as error:  # noqa: BLE001 - told at the end: what was counted would mean nothing
        tally.errors.append(f"posting: {error!r}")


def _answer(tally: Tally, agent: StubbornAgent, place: int) -> None:
    number = 0
    try:
        while not tally.stop.is_set():
            mark = f"A{place}{(number := number + 1):06}A"
            if agent.answer(f"We are looking for it and come back to you here. {mark}"):
                tally.answered.append(mark)
            else:
                tally.stop.wait(GLANCE)
    except Stopped:
        pass  # this one was not acknowledged, so it is not counted
    except Exception as error:  # noqa: BLE001 - the same
        tally.errors.append(f"answering: {error!r}")


def _kill(orders: Orders, web: Web, workers: Workers, database: Database, tally: Tally) -> Counter[str]:
    rng = Random(orders.seed)
    order = [True] * orders.kills + [False] * orders.database_kills
    rng.shuffle(order)
    killed: Counter[str] = Counter()
    web_ends = 0.0  # as soon as the pages are there
    for ours in order:
        time.sleep(rng.uniform(0, BETWEEN))
        if tally.errors:
            break
        web.look()
        if not web_ends and web.is_up():
            web_ends = time.monotonic() + rng.uniform(0, WEB_LIFE)
        if not ours:
            killed[database.kill(rng)] += 1
        elif 0 < web_ends < time.monotonic():
            killed[web.kill(rng)] += 1
            web_ends = 0.0
        else:
            killed[workers.kill(rng)] += 1
    return killed


def _rest(tally: Tally, jobs: Sequence[threading.Thread]) -> None:
    tally.stop.set()
    for job in jobs:
        job.join(PATIENCE)
        if job.is_alive():
            tally.errors.append("somebody does not stop")


def _settled(network: Sandbox, tally: Tally) -> Counted:
    """What is there when nothing is missing any more, or nothing has changed for long."""
    last, since = None, time.monotonic()
    while True:
        try:
            found = count(network, tally.said, tally.answered)
        except (DatabaseError, InterfaceError):  # the last kill cut our connection too
            connections.close_all()
            continue
        if found.is_whole or time.monotonic() - since > QUIET:
            return found
        if found != last:
            last, since = found, time.monotonic()
        time.sleep(GLANCE * 4)

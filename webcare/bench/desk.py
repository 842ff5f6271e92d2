"""How long the pages of the desk take on a million messages, each beside the statements that it asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from webcare.bench import history
from webcare.bench.company import Ground, staff
from webcare.bench.measure import Measure, at_most, percentile
from webcare.customers.handle import Handle
from webcare.team.person import Person

FULL, QUICK = history.Size(200_000, 20_000), history.Size(8_000, 1_500)
REQUESTS, QUICK_REQUESTS = 200, 40
AGENTS = 50
WARM = 5
BACKEND = "django.contrib.auth.backends.ModelBackend"
AS_HTMX = {"HX-Request": "true"}
RESULTS = AS_HTMX | {"HX-Target": "results"}

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Statement:
    """As it was asked; `seconds` is what it took within the page."""

    sql: str
    params: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for, by somebody, the nth time; and how long it may take, in milliseconds."""

    name: str
    goal: float
    ask: Callable[[Client, int], Any]


@dataclass(slots=True)
class Timed:
    """Milliseconds of a page, and of its statements alone."""

    page: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def measure(ground: Ground, *, quick: bool) -> list[Measure]:
    """Each page many times by many agents; after each request its own statements again, with nothing around them."""
    size, requests = (QUICK, QUICK_REQUESTS) if quick else (FULL, REQUESTS)
    agents = staff(ground, AGENTS)
    began = time.perf_counter()
    history.build(size)
    built = time.perf_counter() - began
    clients = [_signed_in(person) for person in agents]
    measures = [Measure("building the past", built, "s")]
    for page in _pages():
        timed = _timed(page, clients, requests)
        for percent, goal in ((50, None), (95, at_most(page.goal))):
            value, bare = percentile(timed.page, percent), percentile(timed.bare, percent)
            measures.append(Measure(f"{page.name}, p{percent}", value, "ms", bare, goal))
    return measures


def _pages() -> Sequence[Page]:
    long = history.long_conversations(100)
    name = Handle.objects.filter(name__regex=r"^[A-Za-z ]{12,}$").latest("pk").name
    searched = {
        "rare": history.RARE,
        "common": history.COMMON,
        "two words": f"{history.COMMON} seat",
        "name with a typo": name[:3] + name[4:],
    }
    return [
        Page("queue", 40, lambda client, _: client.get("/queue", headers=AS_HTMX)),
        Page(
            "conversation", 35, lambda client, n: client.get(f"/conversations/{long[n % len(long)]}", headers=AS_HTMX)
        ),
        Page("Next", 25, lambda client, _: client.post("/next", headers=AS_HTMX)),
        *(_search(kind, words) for kind, words in searched.items()),
    ]


def _search(kind: str, words: str) -> Page:
    return Page(f"search, {kind}", 120, lambda client, _: client.get("/search", {"q": words}, headers=RESULTS))


def _timed(page: Page, clients: Sequence[Client], requests: int) -> Timed:
    timed = Timed()
    for number, client in enumerate(islice(cycle(clients), requests + WARM)):
        with _listening() as statements:
            began = time.perf_counter()
            answer = page.ask(client, number)
            taken = time.perf_counter() - began
        if answer.status_code >= 400:
            raise RuntimeError(f"{page.name} answered {answer.status_code}")
        bare = _bare(statements)
        if number >= WARM:
            timed.page.append(taken * 1000)
            timed.bare.append(bare * 1000)
    return timed


@contextmanager
def _listening() -> Iterator[list[Statement]]:
    """What is asked of the database meanwhile."""
    statements: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        answer = execute(sql, params, many, context)
        statements.append(Statement(sql, params, time.perf_counter() - began))
        return answer

    with connection.execute_wrapper(listen):
        yield statements


class _Undo(Exception):
    """Nothing of a repetition stays."""


def _bare(statements: Sequence[Statement]) -> float:
    """Seconds that the statements take by themselves; those that only begin or end something are left out.

    What writes can be done once, so what it took within the page counts.
    """
    asked = [one for one in statements if not one.sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    seconds = sum(one.seconds for one in asked if one.sql.startswith(WRITES))
    with suppress(_Undo), transaction.atomic(), connection.cursor() as cursor:
        for one in asked:
            if one.sql.startswith(WRITES):
                continue
            began = time.perf_counter()
            cursor.execute(one.sql, one.params)
            if cursor.description:
                cursor.fetchall()
            seconds += time.perf_counter() - began
        raise _Undo
    return seconds


def _signed_in(person: Person) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], raise_request_exception=True)
    client.force_login(person, backend=BACKEND)
    return client

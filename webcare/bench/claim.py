"""Fifty agents who press Next together: whether anybody gets what somebody else has, and how long it takes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connections, transaction

from webcare.bench import history
from webcare.bench.company import Ground, staff
from webcare.bench.measure import Measure, at_most, percentile
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.routing.queue import next_for
from webcare.team.person import Person

SECONDS, QUICK_SECONDS = 60.0, 10.0
SIZE, QUICK_SIZE = history.Size(30_000, 20_000), history.Size(6_000, 4_000)
AGENTS = 50
GOAL = 25.0


@dataclass(slots=True)
class _Pressed:
    """What one agent was given, and how long each press of Next took, in milliseconds; closing is not counted."""

    given: list[int] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    error: Exception | None = None


def measure(ground: Ground, *, quick: bool) -> list[Measure]:
    """Every agent presses, closes what they are given, and presses again."""
    history.build(QUICK_SIZE if quick else SIZE)
    agents = staff(ground, AGENTS)
    seconds = QUICK_SECONDS if quick else SECONDS
    alone = _alone(agents[0])
    pressed = _together(agents, seconds)
    took = [each for one in pressed for each in one.took]
    given = Counter(pk for one in pressed for pk in one.given)
    claims = Event.objects.filter(verb="conversation.claimed", actor_kind="person")
    told = {(pk, agent.pk) for agent, one in zip(agents, pressed, strict=True) for pk in one.given}
    written = set(claims.filter(subject_id__in=given).values_list("subject_id", "actor_id"))
    return [
        Measure("presses a second, all together", len(took) / seconds, "presses/s"),
        Measure("Next among fifty, p50", percentile(took, 50), "ms", percentile(alone, 50)),
        Measure("Next among fifty, p95", percentile(took, 95), "ms", percentile(alone, 95)),
        Measure("Next alone, p95", percentile(alone, 95), "ms", goal=at_most(GOAL)),
        Measure("given twice", sum(count > 1 for count in given.values()), "conversations", goal=at_most(0)),
        Measure("told to one, written for another", len(told ^ written), "claims", goal=at_most(0)),
    ]  # fmt: skip


def _alone(agent: Person, presses: int = 40) -> list[float]:
    """The same by one agent while nobody else does anything."""
    one = _Pressed()
    for _ in range(presses):
        _press(agent, one)
    return one.took


def _together(agents: Sequence[Person], seconds: float) -> list[_Pressed]:
    pressed = [_Pressed() for _ in agents]
    start = threading.Barrier(len(agents) + 1)
    until = time.monotonic() + 3600

    def work(agent: Person, one: _Pressed) -> None:
        try:
            with transaction.atomic():
                pass  # connected before it begins
            start.wait()
            while time.monotonic() < until and _press(agent, one):
                pass
        except Exception as error:  # noqa: BLE001 - told by the thread that waits for all
            one.error = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(agents, pressed, strict=True)]
    for thread in threads:
        thread.start()
    start.wait()
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join()
    for error in [one.error for one in pressed if one.error]:
        raise error
    return pressed


def _press(agent: Person, one: _Pressed) -> bool:
    began = time.perf_counter()
    offer = next_for(agent, now())
    one.took.append((time.perf_counter() - began) * 1000)
    if offer is None:
        return False
    one.given.append(offer.conversation.pk)
    offer.conversation.close(agent)
    return True

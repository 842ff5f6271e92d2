"""Events over HTTP, one a request, as networks send them: how many a second, and what the agents feel of it meanwhile."""

from __future__ import annotations

import http.client
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from webcare.bench.company import Ground
from webcare.bench.crowd import Crowd, Signed
from webcare.bench.house import HOST, House, cookie_of, look_at_tables, open_house
from webcare.bench.measure import Measure, percentile
from webcare.channels.receipt import Receipt
from webcare.channels.x.signing import HEADER
from webcare.conversations.message import Message

POSTS, QUICK_POSTS = 92_000, 3_000
WAVE = 10_000  # posts that are made up at a time
LINES = 8  # connections that the network keeps open
PAUSE = 0.25  # between two looks at the queue
GLANCE = 0.05


@dataclass(slots=True)
class _Agent:
    """Somebody whose list is fetched again and again; milliseconds of each time."""

    took: list[float] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def look(self, port: int, cookie: str) -> None:
        """Until told to stop."""
        line = http.client.HTTPConnection(HOST, port, timeout=60)
        while not self.stop.wait(PAUSE):
            began = time.perf_counter()
            line.request("GET", "/queue", headers={"Cookie": cookie, "HX-Request": "true"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"The queue answered {answer.status}.")
            self.took.append((time.perf_counter() - began) * 1000)


def measure_door(ground: Ground, *, quick: bool) -> list[Measure]:
    """All events through web and worker; the time runs until the last is before the agents."""
    posts = QUICK_POSTS if quick else POSTS
    crowd, agent, seconds, handed = Crowd(2), _Agent(), 0.0, 0.0
    before = Message.objects.count()
    with open_house("web", "worker") as house:
        _wave(house, ground, crowd.posts(200))  # everything is loaded
        look_at_tables()
        looking = threading.Thread(target=agent.look, args=(house.web_port, cookie_of(ground.people[0])))
        looking.start()
        for start in range(0, posts, WAVE):
            signed = crowd.posts(min(WAVE, posts - start))
            began = time.perf_counter()
            handed += _wave(house, ground, signed)
            seconds += time.perf_counter() - began
        agent.stop.set()
        looking.join()
    stored = Message.objects.count() - before
    if stored != posts + 200:
        raise RuntimeError(f"{posts + 200} events were acknowledged, and {stored} messages are there.")
    return [
        Measure("messages in, over HTTP", posts / seconds, "messages/s"),
        Measure("of these, acknowledged", posts / handed, "events/s"),
        Measure("92,000 posts, from the first to the last row", 92_000 / (posts / seconds), "s"),
        Measure("queue page meanwhile, p50", percentile(agent.took, 50), "ms"),
        Measure("queue page meanwhile, p95", percentile(agent.took, 95), "ms"),
    ]


def _wave(house: House, ground: Ground, signed: list[Signed]) -> float:
    """Post them all and wait for the last row; the seconds until all were acknowledged."""
    waiting = deque(signed)
    began = time.perf_counter()
    with ThreadPoolExecutor(LINES) as network:
        for done in [network.submit(_post, house.web_port, ground.hook_key, waiting) for _ in range(LINES)]:
            done.result()
    handed = time.perf_counter() - began
    while Receipt.objects.pending().exists():
        time.sleep(GLANCE)
    return handed


def _post(port: int, key: str, waiting: deque[Signed]) -> None:
    line = http.client.HTTPConnection(HOST, port, timeout=60)
    while waiting:
        try:
            one = waiting.popleft()
        except IndexError:
            return  # another line took the last one
        headers = {"Content-Type": "application/json", HEADER: one.signature}
        line.request("POST", f"/hooks/x/{key}", one.body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status == 503:  # come again, as every network does
            waiting.append(one)
        elif answer.status != 200:
            raise RuntimeError(f"The hook answered {answer.status}.")

"""What the demo takes of the memory: the proportional share of each process, with three screens open."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2

from webcare.bench.measure import Measure, at_most
from webcare.demo import cast

MINUTES, QUICK_MINUTES = 10.0, 0.3
SCREENS = 3
GOAL = 450.0
MIB = 1024.0  # the kernel tells kibibytes
COUNTED = ("PostgreSQL", "web", "live", "worker", "sandbox")  # the demo's customers and its keeper are no part of it


def measure(_ground: object, *, quick: bool) -> list[Measure]:
    """A demo of its own, from its start on; three people of the company look at their desks."""
    minutes = QUICK_MINUTES if quick else MINUTES
    with _demo() as (keeper, base), _watched(base):
        time.sleep(minutes * 60)
        found = shares(keeper.pid)
    together = sum(found.get(part, 0.0) for part in COUNTED)
    return [
        *(Measure(f"{part}, PSS", found.get(part, 0.0), "MiB") for part in COUNTED),
        Measure(f"together, after {minutes:g} minutes with {SCREENS} screens", together, "MiB", goal=at_most(GOAL)),
        *(Measure(f"{part}, not counted", share, "MiB") for part, share in found.items() if part not in COUNTED),
    ]


@contextmanager
def _demo() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`webcare demo` in a folder of its own; ends with the block."""
    with tempfile.TemporaryDirectory(prefix="webcare-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("WEBCARE_", "DATABASE_"))
        }
        words = [sys.executable, "-m", "webcare", "demo", "--data", folder]
        keeper = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        try:
            yield keeper, _address(keeper)
        finally:
            keeper.send_signal(signal.SIGTERM)
            keeper.wait()


def _address(keeper: subprocess.Popen[str]) -> str:
    for line in keeper.stdout or ():
        if line.strip().startswith("Open "):
            return line.split()[1]
    raise TimeoutError("The demo did not say where it is.")


@contextmanager
def _watched(base: str) -> Iterator[None]:
    """Screens that show the desk, listen to the live stream, and load again what changes."""
    stop = threading.Event()
    screens = [threading.Thread(target=_look, args=(base, agent.name, stop), daemon=True) for agent in _lookers()]
    for screen in screens:
        screen.start()
    try:
        yield
    finally:
        stop.set()
        for screen in screens:
            screen.join(10)


def _lookers() -> Sequence[cast.Agent]:
    return [agent for agent in cast.AGENTS if agent.role == "agent"][:SCREENS]


def _look(base: str, name: str, stop: threading.Event) -> None:
    """Sign in as somebody, open the desk, and fetch the list again whenever it changes."""
    with httpx2.Client(base_url=base, timeout=60.0, follow_redirects=True, trust_env=False) as browser:
        door = browser.get("/demo").text
        person = re.search(rf'name="person" value="(\d+)"[^\n]*?{re.escape(name)}', door)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door)
        if person is None or token is None:
            raise LookupError(f"{name} is not at the door of the demo.")
        form = {"csrfmiddlewaretoken": token[1], "person": person[1]}
        desk = browser.post("/demo", data=form, headers={"Referer": f"{base}/demo"}).text
        live = re.search(r'<meta name="live" content="([^"]+)"', desk)
        if live is None:
            raise LookupError("The desk names no live stream.")
        with browser.stream("GET", str(httpx2.URL(base).join(live[1])), timeout=None) as stream:
            for line in stream.iter_lines():
                if stop.is_set():
                    return
                if line.startswith("data:") and "queue" in line:
                    browser.get("/queue", headers={"HX-Request": "true"})


def shares(keeper: int) -> dict[str, float]:
    """MiB of proportional share for each part; shared memory counts once, a share of it for each who uses it."""
    children = _children()
    taken: dict[str, float] = defaultdict(float)
    todo = [(keeper, "keeper of the demo")]
    while todo:
        process, part = todo.pop()
        taken[part] += _share(process)
        todo += [(child, _part(child, part)) for child in children[process]]
    return dict(taken)


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                found[parent].append(int(entry.name))
    return found


def _part(process: int, of: str) -> str:
    """Which part of the house a process is; a process of a part belongs to it."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        if "postgres" in Path(words[0]).name:
            return "PostgreSQL"
        if "-m" in words:
            named = words[words.index("-m") + 1 :]
            return named[0] if named[0] != "webcare" else named[1]
    return of


def _share(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / MIB
    return 0.0

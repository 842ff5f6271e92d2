"""What long runs have kept becomes small enough for the repository: the shortest inputs that go another way than our payloads."""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from tests.fuzz.seeds import CORPUS, kept, made, place
from tests.fuzz.targets import LARGEST, TARGETS, Target

ROOMS = str(Path(__file__).resolve().parents[2] / "webcare" / "channels")
ROOM = 6_000  # bytes in the file of one target
Way = set[tuple[str, int, int]]  # from line to line of a file


def pack(keep: Path) -> None:
    """Write a file for each target of which something was kept."""
    CORPUS.mkdir(exist_ok=True)
    for name, target in TARGETS.items():
        folder = keep / name.replace(" ", "-")
        new = [path.read_bytes() for path in folder.glob("*")]
        if new:
            found = sorted({*kept(name), *new}, key=lambda data: (len(data), data))
            lines = [base64.b64encode(data).decode() for data in _chosen(target, made(name), found)]
            place(name).write_text("".join(f"{line}\n" for line in lines))


def _chosen(target: Target, known: Iterable[bytes], found: Iterable[bytes]) -> Iterator[bytes]:
    """As long as there is room: those that go where none before them went."""
    seen: Way = set()
    left = ROOM
    for data in known:
        seen |= _way(target, data)
    for data in found:
        way = _way(target, data)
        length = len(base64.b64encode(data)) + 1
        if not way <= seen and length <= left:
            seen |= way
            left -= length
            yield data


def _way(target: Target, data: bytes) -> Way:
    with _watched() as way, suppress(Exception):  # what it breaks is found by the run, and not here
        target(data[:LARGEST])
    return way


@contextmanager
def _watched() -> Iterator[Way]:
    """Every step within the networks' rooms."""
    way: Way = set()
    last: dict[int, int] = {}

    def step(frame: FrameType, event: str, _about: Any) -> Any:
        if not frame.f_code.co_filename.startswith(ROOMS):
            return None
        if event == "line":
            way.add((frame.f_code.co_filename, last.get(id(frame), 0), frame.f_lineno))
            last[id(frame)] = frame.f_lineno
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        yield way
    finally:
        sys.settrace(before)

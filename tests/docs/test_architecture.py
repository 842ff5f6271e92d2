"""ARCHITECTURE.md is the picture of the house as it stands: its rooms, their order, and the way of a message."""

from __future__ import annotations

import ast
import re

from tests.docs.pages import rows, section
from tests.house.sources import ROOT, pyproject, python_files
from webcare.timetable import stations

PAGE = "ARCHITECTURE.md"
FILE = re.compile(r"`(webcare/[\w/]+\.py)`")


def test_the_table_of_rooms_is_the_stairs() -> None:
    layers = pyproject()["tool"]["importlinter"]["contracts"][0]["layers"]
    stairs = [sorted(room.strip() for room in layer.split("|")) for layer in layers if layer != "__main__"]
    told = [sorted(re.findall(r"`(\w+)`", cells[0])) for cells in rows(PAGE, "rooms")]
    assert told == stairs


def test_every_room_says_what_it_is_for() -> None:
    assert all(len(cells[1].split()) > 3 for cells in rows(PAGE, "rooms"))


def test_the_life_of_a_message_leads_through_files_that_are_there() -> None:
    steps = re.findall(r"^(\d+)\. (.+)$", section(PAGE, "The life of a message"), re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, len(steps) + 1))
    assert len(steps) > 15
    lost = [f"{number}: {step}" for number, step in steps if not FILE.findall(step)]
    assert not lost, "\n".join(lost)
    assert all((ROOT / file).is_file() for _, step in steps for file in FILE.findall(step))


def test_the_files_of_a_messages_life_hang_together() -> None:
    """Each is imported by another of them, reached through the registry, or is where somebody comes in from outside."""
    entrances = {"webcare/hooks/events.py", "webcare/reactions.py", "webcare/pages/offers.py"}
    between = {"webcare/timetable.py", "webcare/pages/base.py"}
    way = set(FILE.findall(section(PAGE, "The life of a message")))
    modules = {file.removesuffix(".py").replace("/", "."): file for file in way}
    imported = {
        modules[module]
        for source in python_files("webcare")
        if source.name in way | between or source.name.endswith("adapter.py")
        for module in _imports(source.tree)
        if module in modules
    }
    assert sorted(way - imported - entrances) == []


def test_every_kind_of_waiting_work_runs_in_the_worker_only() -> None:
    named = {job.name for job in stations()}
    assert {"receive", "deliver 1", "clocks", "board"} <= named
    assert "webcare/timetable.py" in section(PAGE, "Processes")


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found

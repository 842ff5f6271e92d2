"""Nothing is lost and nothing is there twice while everything is killed; and what was lost would be told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from webcare.bench.counted import Counted
from webcare.bench.measure import Measure

ROOT = Path(__file__).resolve().parents[2]
WHOLE = Counted(
    posted=Counter(x=2),
    arrived=Counter(x=2),
    unacknowledged=0,
    arrived_twice=0,
    set_aside=0,
    answered=2,
    standing=2,
    lost=0,
    failed=0,
    standing_twice=0,
    unconfirmed=0,
    shown_twice=0,
    pending=0,
)


@pytest.mark.timeout(1200)
def test_a_short_run_loses_nothing_and_sends_nothing_twice() -> None:
    words = ["bench", "kill", "--kills", "12", "--database-kills", "3", "--seed", "7", "--json"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WEBCARE_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "webcare", *words], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)["measures"]}
    assert rows.get("seed", {}).get("value") == 7, (rows, done.stderr[-3000:])
    killed = {name: row["value"] for name, row in rows.items() if name.startswith("killed: ")}
    assert sum(times for name, times in killed.items() if "PostgreSQL" in name) == 3
    assert sum(times for name, times in killed.items() if "PostgreSQL" not in name) == 12
    assert rows["answers that stand on the networks"]["value"] > 0
    assert sum(row["value"] for name, row in rows.items() if name.startswith("came in from")) > 0
    broken = {name: row for name, row in rows.items() if row["met"] is False}
    assert not broken


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"arrived": Counter(x=1)}, "acknowledged and lost"),
        ({"arrived_twice": 1}, "came in twice"),
        ({"set_aside": 1}, "set aside"),
        ({"lost": 1, "standing": 1}, "answers lost"),
        ({"failed": 1}, "answers that failed, and say so"),
        ({"standing_twice": 1}, "answers that stand twice"),
        ({"shown_twice": 1}, "answers shown twice at the desk"),
    ],
)
def test_each_way_to_lose_breaks_a_goal_of_its_own(changes: dict[str, object], name: str) -> None:
    missed = [one.name for one in _measures(**changes) if one.met is False]
    assert missed == [name]


def test_what_a_network_gave_up_was_never_acknowledged() -> None:
    assert not [one.name for one in _measures(arrived=Counter(x=1), unacknowledged=1) if one.met is False]


def test_it_is_whole_only_when_nothing_is_under_way() -> None:
    assert WHOLE.is_whole
    assert not Counted(**{**_fields(), "pending": 1}).is_whole  # type: ignore[arg-type]  # one of them is another


def _measures(**changes: object) -> list[Measure]:
    return Counted(**{**_fields(), **changes}).measures()  # type: ignore[arg-type]  # what a test changes


def _fields() -> dict[str, object]:
    return {name: getattr(WHOLE, name) for name in Counted.__slots__}

"""Which conversations of the make-believe history become a case, and how the case ends: `cases.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import log
from pathlib import Path
from random import Random

from webcare.demo.cast import TEAMS, Team
from webcare.demo.content import Kind
from webcare.demo.telling import Story

FILE = Path(__file__).parent / "cases.toml"

# How likely an answered message leads to a case: together about one message in ten.
CHANCE: dict[Kind, float] = {"complaint": 0.3, "urgent": 0.2, "question": 0.11, "abusive": 0.1, "praise": 0.03}
MEDIAN_HOURS_TO_SOLVE = 9.0
SPREAD = 0.65


@dataclass(frozen=True)
class CaseKind:
    """What cases about a topic are called and how they end."""

    topic: str
    category: str
    department: Team
    titles: tuple[str, ...]
    resolutions: tuple[str, ...]


@dataclass(frozen=True)
class CaseFile:
    """A case of the history; open as long as `closed_at` and `resolution` are None."""

    title: str
    category: str
    department: Team
    opened_at: datetime
    closed_at: datetime | None
    resolution: str | None


def file_case(story: Story, began: datetime, answered: datetime, end: datetime, rng: Random) -> CaseFile | None:
    """The case that grew out of the story, if one did; what would close after `end` is still open."""
    kind = case_kinds().get(story.topic)
    if kind is None or rng.random() >= CHANCE.get(story.kind, 0.0):
        return None
    closes = began + timedelta(hours=rng.lognormvariate(log(MEDIAN_HOURS_TO_SOLVE), SPREAD))
    closes = max(closes, answered + timedelta(minutes=10))
    resolution = rng.choice(kind.resolutions)
    return CaseFile(
        title=rng.choice(kind.titles).replace("{flight}", story.flight),
        category=kind.category,
        department=kind.department,
        opened_at=answered,
        closed_at=closes if closes <= end else None,
        resolution=resolution if closes <= end else None,
    )


@cache
def case_kinds() -> dict[str, CaseKind]:
    """By topic; topics without one lead to no case."""
    teams = {team.name: team for team in TEAMS}
    return {
        raw["topic"]: CaseKind(
            raw["topic"], raw["category"], teams[raw["department"]], tuple(raw["titles"]), tuple(raw["resolutions"])
        )
        for raw in tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
    }

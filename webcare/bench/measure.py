"""A figure that was measured, what it is compared with, and whether it is good enough. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True, slots=True)
class Goal:
    """What is good enough: a limit for the value itself, or for its ratio to the reference."""

    of: Literal["value", "ratio"]
    sense: Literal["at least", "at most"]
    limit: float

    def __str__(self) -> str:
        sign = "≥" if self.sense == "at least" else "≤"
        return f"{'ratio ' if self.of == 'ratio' else ''}{sign} {self.limit:g}"

    def is_met(self, figure: float) -> bool:
        """Whether a figure is good enough."""
        return figure >= self.limit if self.sense == "at least" else figure <= self.limit


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a bench. `reference` is what the bare machine did in the same run, in the same unit."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of its reference."""
        return self.value / self.reference if self.reference else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        figure = self.ratio if self.goal and self.goal.of == "ratio" else self.value
        return None if self.goal is None or figure is None else self.goal.is_met(figure)


def at_most(limit: float) -> Goal:
    """A value that may not be higher."""
    return Goal("value", "at most", limit)


def at_least(limit: float) -> Goal:
    """A value that has to be reached."""
    return Goal("value", "at least", limit)


def ratio_at_least(limit: float) -> Goal:
    """A share of the reference that has to be reached."""
    return Goal("ratio", "at least", limit)


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; the middle between two for the median. Of nothing there is none: NaN."""
    if not values:
        return math.nan
    if percent == 50:
        return median(values)
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]

"""What a bench found, as a table for people and as one JSON object for machines."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from webcare.bench.machine import Machine
from webcare.bench.measure import Measure

HEADINGS = ("measure", "value", "unit", "reference", "ratio", "goal", "met")


def as_json(bench: str, machine: Machine, measures: Sequence[Measure]) -> str:
    """`{"bench", "machine", "measures"}` in one line; what could not be measured is null."""
    rows = [
        {
            "name": measure.name,
            "value": _finite(measure.value),
            "unit": measure.unit,
            "reference": _finite(measure.reference),
            "ratio": _finite(measure.ratio),
            "goal": str(measure.goal) if measure.goal else None,
            "met": measure.met,
        }
        for measure in measures
    ]
    return json.dumps({"bench": bench, "machine": machine.as_json(), "measures": rows}, ensure_ascii=False)


def as_table(bench: str, machine: Machine, measures: Sequence[Measure]) -> str:
    """A line a measure, under a line about the machine."""
    rows = [HEADINGS, *(_row(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(_aligned(cell, width, column) for column, (cell, width) in enumerate(zip(row, widths, strict=True)))
             for row in rows]  # fmt: skip
    return "\n".join([f"{bench} · {machine}", "", lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _row(measure: Measure) -> tuple[str, ...]:
    met = {True: "yes", False: "no", None: ""}[measure.met]
    goal = str(measure.goal) if measure.goal else ""
    return (measure.name, _figure(measure.value), measure.unit, _figure(measure.reference), _ratio(measure), goal, met)


def _figure(value: float | None) -> str:
    """Three figures that count are enough."""
    if value is None:
        return ""
    if not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _ratio(measure: Measure) -> str:
    return "" if measure.ratio is None else f"{measure.ratio:.2f}"


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if HEADINGS[column] in {"value", "reference", "ratio"} else cell.ljust(width)


def _finite(value: float | None) -> float | None:
    return round(value, 4) if value is not None and math.isfinite(value) else None

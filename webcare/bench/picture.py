"""The mean minutes of every policy as bars, in one SVG without a script, light or dark as its reader likes it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from webcare.bench.measure import Measure

ROW, LEFT, WIDTH, NUMBER = 26, 250, 640, 60
LONGEST = 40.0  # minutes; what is longer is cut, and its number says so
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}rect{fill:#9ab}.ours{fill:#06c}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#567}.ours{fill:#5af}}"
)


def drawn(measures: Sequence[Measure], scenario: str) -> str:
    """A bar a policy, in the order in which they were measured."""
    means = [(name[1], measure.value) for measure in measures if (name := _mean_of(measure, scenario))]
    height = ROW * len(means) + 8
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"><style>{STYLE}</style>'
    title = f"<title>Mean minutes until the first answer, {escape(scenario)}</title>"
    return "\n".join([head, title, *(_bar(row, *one) for row, one in enumerate(means)), "</svg>", ""])


def _mean_of(measure: Measure, scenario: str) -> tuple[str, str] | None:
    """The scenario and the policy, if this is the mean of one in that scenario."""
    where, _, rest = measure.name.partition(": ")
    policy, _, figure = rest.rpartition(": ")
    return (where, policy) if where == scenario and figure == "mean" else None


def _bar(row: int, policy: str, minutes: float) -> str:
    top = row * ROW + 4
    length = min(minutes, LONGEST) / LONGEST * (WIDTH - LEFT - NUMBER)
    ours = ' class="ours"' if policy == "ours" else ""
    return (
        f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{escape(policy)}</text>'
        f'<rect{ours} x="{LEFT}" y="{top}" width="{length:.1f}" height="{ROW - 6}"/>'
        f'<text x="{LEFT + length + 6:.1f}" y="{top + 15}">{minutes:.1f}</text>'
    )

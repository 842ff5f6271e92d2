"""What a run with each partner came to, as a table for people: printed, and put into docs/partners.md when asked."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.partners.installed import ROOT, version
from webcare.lib.now import real_now

PAGE = ROOT / "docs/partners.md"
BEGIN, END = "<!-- the last run, written by bin/partners --record -->", "<!-- so far -->"
PARTNERS = {
    "test_bluesky.py": "@atproto/dev-env",
    "test_prism.py": "@stoplight/prism-cli",
    "test_telegram.py": "telegram-test-api",
}


def kept(stats: Mapping[str, Sequence[Any]], asked: str) -> str:
    """The table of this run; `record` puts it into the page."""
    counts: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in stats.get(outcome, ()):
            counts.setdefault(Path(str(report.nodeid).partition("::")[0]).name, Counter())[outcome] += 1
    table = _table(counts)
    if asked == "record":
        before, after = PAGE.read_text().split(BEGIN)[0], PAGE.read_text().split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}")
    return table


def _table(counts: Mapping[str, Counter[str]]) -> str:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    lines = [
        f"On {real_now():%Y-%m-%d}, Node {node.removeprefix('v')}.",
        "",
        "| tests | partner | result |",
        "|---|---|---|",
    ]
    for name, counted in sorted(counts.items()):
        partner = PARTNERS.get(name)
        beside = f"`{partner}` {version(partner)}" if partner else "–"
        told = ", ".join(f"{times} {outcome}" for outcome, times in counted.items())
        lines.append(f"| `{name}` | {beside} | {told} |")
    return "\n".join(lines)

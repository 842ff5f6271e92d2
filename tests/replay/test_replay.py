"""The main job on real input: everything arrives once and is accounted for, through real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
GENERATED = (
    "Where is my bag",
    "Is flight {n} on time",
    "Can I bring my cello",
    "My seat is broken again",
    "I want a refund",
)


def replay(file: Path, kind: str, *more: str) -> str:
    """Run the command; its output, or a failure that shows it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WEBCARE_", "DATABASE_"))}
    words = [sys.executable, "-m", "webcare", "replay", str(file), "--as", kind, *more]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=540, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def real_or_generated(name: str, folder: Path) -> Path:
    """The real file; generated texts where it is missing, which CI does not accept."""
    if (DATA / name).exists():
        return DATA / name
    assert not os.environ.get("CI"), f"CI needs ../shared/data/{name}"
    rows = ["tweet_id\tairline_sentiment\tnegativereason\tairline\ttweet_created\ttext"]
    for number in range(400):
        text = f"@NorthWind {GENERATED[number % len(GENERATED)].format(n=number)} please? nr {number}"
        rows.append(
            f"{5_000_000 + number}\tneutral\tnan\tNorth Wind\t2/24/2015 {number // 60:02d}:{number % 60:02d}\t{text}"
        )
    generated = folder / "generated.tsv"
    generated.write_text("\n".join(rows), encoding="utf-8")
    return generated


@pytest.mark.timeout(600)
def test_tweets_arrive_once_are_answered_and_the_report_equals_the_recount(tmp_path: Path) -> None:
    account = replay(
        real_or_generated("airline_sentiment.tsv", tmp_path), "airline", "--limit", "400", "--answers", "25"
    )
    assert "posted that arrived" in account
    assert "answers that stand on the network                          25" in account
    assert "!" not in account


@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not (DATA / "twcs.tsv").exists() and not os.environ.get("CI"), reason="../shared/data/twcs.tsv is not here"
)
def test_threads_in_both_directions_stand_as_they_were(tmp_path: Path) -> None:
    account = replay(DATA / "twcs.tsv", "twcs", "--limit", "400", "--answers", "10")
    assert "that do not stand with what they answer                    0" in account

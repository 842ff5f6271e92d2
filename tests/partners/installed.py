"""Where bin/partners puts other people's implementations, and how a test starts one of them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var/partners"
SPECIFICATIONS = ROOT.parent / "shared/specs"


def version(package: str) -> str:
    """The one that is installed; empty where it is not."""
    told = FOLDER / "node_modules" / package / "package.json"
    return str(json.loads(told.read_text())["version"]) if told.exists() else ""


@contextmanager
def running(words: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A program of Node in that folder; it ends with the block."""
    process = subprocess.Popen(
        ["node", *words],
        cwd=FOLDER,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def told(process: subprocess.Popen[str]) -> dict[str, str]:
    """What one of our scripts says in one line when it is ready."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith("{"):
            return {str(name): str(value) for name, value in json.loads(line).items()}
    raise AssertionError(f"It ended with {process.wait()} before it was ready.")

"""Which states of the tables somebody may have: what was given out is written down in `released.txt`, in every clone, tags or not.

After a release `python -m tests.releases 0.1.0` adds what it brought. A line: the migration, the SHA-256 of its file and, at
the last one of a release, its name.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MIGRATIONS = "webcare/migrations"
RECORD = "tests/released.txt"
EVERY = 10  # of the states on the way, which some copy of the sources may stand at


@dataclass(frozen=True)
class Released:
    """One migration as it was given out; `last_of` names the releases that it was the last one of, with commas."""

    name: str
    digest: str
    last_of: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.digest, self.last_of)))


def recorded(root: Path = ROOT) -> tuple[Released, ...]:
    """All that was given out, in their order."""
    return tuple(Released(*line.split()) for line in (root / RECORD).read_text().splitlines())


def points(root: Path = ROOT) -> list[str]:
    """The last migration of every release, the first of all, and some on the way."""
    return [one.name for place, one in enumerate(recorded(root)) if one.last_of or place % EVERY == 0]


def changed(root: Path = ROOT) -> list[str]:
    """Migrations that were given out and are gone here, or say something else."""
    return [one.name for one in recorded(root) if digest(root, one.name) != one.digest]


def digest(root: Path, name: str) -> str:
    """Of the file as it is; "" where there is none."""
    path = root / MIGRATIONS / f"{name}.py"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def write_down(release: str, root: Path = ROOT) -> None:
    """All migrations that are not written down yet were given out with this release."""
    before = recorded(root)
    known = {one.name for one in before}
    new = sorted(path.stem for path in (root / MIGRATIONS).glob("[0-9]*.py") if path.stem not in known)
    lines = [*before, *(Released(name, digest(root, name)) for name in new)]
    lines[-1] = replace(lines[-1], last_of=",".join(filter(None, (lines[-1].last_of, release))))
    (root / RECORD).write_text("".join(f"{line}\n" for line in lines))


@cache
def tags(root: Path = ROOT) -> tuple[str, ...]:
    """Tags that are versions, v0.1.0 and the like, oldest first; none without git, and none in a shallow clone."""
    return tuple(_git(root, "tag", "--list", "v[0-9]*", "--sort=version:refname").split())


def _git(root: Path, *words: str) -> str:
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    write_down(sys.argv[1])

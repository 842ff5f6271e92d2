"""Which versions were released, as git knows them; a source tree without git, or without tags, has none."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MIGRATIONS = "webcare/migrations"
WITHOUT_TAGS = ("0001_the_house", "0005_what_all_processes_remember", "0012_what_could_be_seen_when")


@cache
def tags(root: Path = ROOT) -> tuple[str, ...]:
    """Tags that are versions, v0.1.0 and the like, oldest first."""
    return tuple(_git(root, "tag", "--list", "v[0-9]*", "--sort=version:refname").split())


@cache
def migrations_of(tag: str, root: Path = ROOT) -> tuple[str, ...]:
    """The migrations that a version had, in their order."""
    names = [Path(line) for line in _git(root, "ls-tree", "--name-only", tag, f"{MIGRATIONS}/").split()]
    return tuple(sorted(name.stem for name in names if name.name[0].isdigit()))


def points(root: Path = ROOT) -> list[str]:
    """The last migration of every released version; before the first one, some on the way."""
    last = [migrations_of(tag, root)[-1] for tag in tags(root) if migrations_of(tag, root)]
    return list(dict.fromkeys(last)) or list(WITHOUT_TAGS)


def changed_since(tag: str, root: Path = ROOT) -> list[str]:
    """Migrations of a version that are gone here, or say something else."""
    paths = [f"{MIGRATIONS}/{name}.py" for name in migrations_of(tag, root)]
    return [
        path
        for path in paths
        if not (root / path).exists() or (root / path).read_text() != _git(root, "show", f"{tag}:{path}")
    ]


def _git(root: Path, *words: str) -> str:
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout

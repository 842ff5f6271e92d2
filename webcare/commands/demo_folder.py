"""The folder of a demo: one for each checkout, used by one demo at a time, and never anybody else's."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import webcare
from webcare.commands import environment
from webcare.commands.trouble import Trouble

MARK = "demo-of"  # says that a folder is a demo's, so that --reset cannot empty another one
CHECKOUT = Path(webcare.__file__).resolve().parents[1]


def usual() -> Path:
    """Where this checkout keeps its demo."""
    return environment.data_home() / f"demo-{sha256(str(CHECKOUT).encode()).hexdigest()[:8]}"


@contextmanager
def only_one(folder: Path) -> Iterator[Callable[[str], None]]:
    """Hold the folder while the demo runs; yields how to note its address, which a second demo is told."""
    environment.make_passable(folder.parent)
    with folder.with_name(f".{folder.name}.running").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "it is just starting"
            raise Trouble(f"This demo runs already: {where}. Another one beside it: --data FOLDER") from None
        lock.truncate(0)

        def note(address: str) -> None:
            lock.write(address)
            lock.flush()

        yield note
        lock.truncate(0)


def claim(folder: Path) -> None:
    """Make it ours, unless there is something of somebody else's in it."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Trouble(
            f"{folder} is not a demo's folder, so nothing was written there. Give an empty one: --data FOLDER"
        )
    environment.make_passable(folder)
    (folder / MARK).write_text(f"{CHECKOUT}\n")


def empty(folder: Path) -> None:
    """Forget the demo in it."""
    if not folder.exists():
        return
    if any(folder.iterdir()) and not (folder / MARK).exists():
        raise Trouble(f"{folder} is not a demo's folder, so it was not emptied.")
    shutil.rmtree(folder)

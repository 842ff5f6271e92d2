"""Writes a package for another network, from the example: every name of the example becomes the new one. Asks no network."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent / "semaphore"
OURS = Path(__file__).resolve().parents[1] / "webcare" / "channels"
NAME = re.compile(r"[a-z][a-z0-9]{0,30}\Z")
LEFT_BEHIND = {"__pycache__", ".pytest_cache", ".hypothesis"}


def main(words: list[str] | None = None) -> int:
    """0 when it is written; else a sentence about what is in the way."""
    parser = argparse.ArgumentParser(prog="bin/new-network", description=__doc__)
    parser.add_argument("name", help="the key of the network: small letters and digits, such as heliograph")
    parser.add_argument(
        "--into", type=Path, default=Path(), help="the folder that gets the new one; here, if nothing is said"
    )
    asked = parser.parse_args(words)
    target: Path = asked.into / f"webcare-{asked.name}"
    if trouble := in_the_way(asked.name, target):
        print(trouble, file=sys.stderr)
        return 1
    write(asked.name, target)
    print(f"{target} is written. Go on with docs/networks.md, from the first step.")
    return 0


def in_the_way(name: str, target: Path) -> str:
    """Why it cannot be written; empty where it can."""
    if not NAME.match(name):
        return f"{name!r} is no key of a network: small letters and digits, with a letter first."
    if (OURS / name).is_dir() or name == EXAMPLE.name:
        return f"There is a network called {name} already."
    return f"{target} is there already." if target.exists() else ""


def write(name: str, target: Path) -> None:
    """The example under the new name, in file names and in texts; its badge becomes the first letter."""
    for path in sorted(EXAMPLE.rglob("*")):
        if path.is_dir() or LEFT_BEHIND & set(path.parts) or path.suffix == ".pyc":
            continue
        new = target / renamed(path.relative_to(EXAMPLE).as_posix(), name)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(renamed(path.read_text(), name))


def renamed(text: str, name: str) -> str:
    """With the example's name replaced, as it is spelled there."""
    old = EXAMPLE.name
    text = text.replace(f'badge="{old[0].upper()}"', f'badge="{name[0].upper()}"')
    for spelled in (str.lower, str.title, str.upper):
        text = text.replace(spelled(old), spelled(name))
    return text


if __name__ == "__main__":
    sys.exit(main())

"""What the documentation says, taken apart for the tests that hold it to the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.house.sources import ROOT, files

_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```.*?^```|^ {4}\S.*$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)


def pages() -> list[Path]:
    """Every page of ours that people read."""
    return files(".md")


def name(page: Path) -> str:
    """As it stands in the project: docs/agents.md."""
    return page.relative_to(ROOT).as_posix()


@cache
def text(page: str) -> str:
    """A page by its name."""
    return (ROOT / page).read_text()


def code(page: str) -> list[str]:
    """What stands between backticks in the running text."""
    return _CODE.findall(_BLOCK.sub("", text(page)))


def rows(page: str, first: str) -> list[list[str]]:
    """The rows of the table whose first heading is `first`, without heading and rule."""
    start = re.search(rf"^\| *{re.escape(first)} *\|", text(page), re.MULTILINE)
    assert start, f"{page} has no table that begins with {first!r}"
    table = text(page)[start.start() :].split("\n\n")[0]
    return [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(table)[2:]]


def section(page: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its height."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", text(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no heading {heading!r}"
    return found[2]

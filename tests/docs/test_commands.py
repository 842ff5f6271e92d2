"""Commands are told with options that they have, and none of ours is kept from those who need it."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from functools import cache
from importlib import import_module

import pytest

from tests.docs.pages import name, pages, rows, text
from tests.house.sources import ROOT
from webcare.commands import COMMANDS

TOLD = re.compile(r"(?:bin/(demo|dev)|(?:\bwebcare|-m webcare) ([a-z-]+))((?: [\w./…=*-]+)*)")
OPTION = re.compile(r"(?<=\s)--[a-z-]+")
OURS = [name(page) for page in pages()]


@cache
def options(command: str) -> frozenset[str]:
    """What a command of ours takes."""
    parser = argparse.ArgumentParser()
    import_module(f"webcare.commands.{command.replace('-', '_')}").add_arguments(parser)
    return frozenset(parser._option_string_actions)


@pytest.mark.parametrize("page", OURS)
def test_options_that_are_told_are_taken(page: str) -> None:
    unknown = [
        f"{command} {option}"
        for script, word, rest in TOLD.findall(text(page))
        for command in ["demo" if script else word]
        if command in COMMANDS and command != "manage"
        for option in OPTION.findall(rest)
        if option not in options(command)
    ]
    assert not unknown, f"{page}: {unknown}"


def test_options_are_told_somewhere() -> None:
    assert {"--reset", "--host", "--as", "--speed"} <= {
        option for page in OURS for found in TOLD.findall(text(page)) for option in OPTION.findall(found[2])
    }


def test_every_script_is_in_the_table() -> None:
    scripts = {f"bin/{path.name}" for path in (ROOT / "bin").iterdir() if not path.name.startswith("_")}
    assert {cells[0].strip("`") for cells in rows("docs/developers.md", "command")} == scripts | {".ci/run"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_to_those_who_run_it(command: str) -> None:
    read = "\n".join(text(page) for page in ("README.md", "docs/administrators.md", "docs/replay.md"))
    assert re.search(rf"(?:webcare {command}|bin/{command})\b", read)


def test_the_sandbox_takes_the_options_that_its_page_tells() -> None:
    told = set(re.findall(r"`(--[a-z-]+)", text("sandbox/README.md"))) - {"--help"}
    words = [sys.executable, "-m", "sandbox", "--help"]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told <= set(re.findall(r"--[a-z-]+", said))

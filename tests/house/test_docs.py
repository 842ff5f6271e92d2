"""The documentation fails the build when it rots: links, file names, commands and settings in it exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, files, python_files
from webcare.commands import COMMANDS

PROMISED = ("README.md", "ARCHITECTURE.md", "LICENSE", "docs/agents.md", "docs/administrators.md", "docs/developers.md")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
FILE = re.compile(r"`((?:webcare|sandbox|tests|docs|bin|requirements|\.ci)/[\w./-]+)`")
COMMAND = re.compile(r"(?:^|[`\s])(bin/[a-z]+|webcare [a-z]+)(?![\w/.-])", re.MULTILINE)
SETTING = re.compile(r"\bWEBCARE_[A-Z_]+\b")
BETWEEN_PROCESSES = {  # set by one of our processes for another, never by people
    "WEBCARE_DEMO_CODE",
    "WEBCARE_PROCESS",
    "WEBCARE_PRODUCTION",
    "WEBCARE_SANDBOX_IMAP",
    "WEBCARE_SANDBOX_LOCAL",
    "WEBCARE_SANDBOX_SECRET",
    "WEBCARE_SANDBOX_SMTP",
    "WEBCARE_SANDBOX_URL",
    "WEBCARE_STATIC_COLLECTED",
    "WEBCARE_TEST_DATABASE",
    "WEBCARE_THREADS",
}


def pages() -> list[Path]:
    return files(".md")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("promised", PROMISED)
def test_the_documentation_has(promised: str) -> None:
    assert (ROOT / promised).exists()


def test_links_lead_somewhere() -> None:
    broken = [
        f"{name(page)}: {target}"
        for page in pages()
        for match in LINK.finditer(page.read_text())
        for target in [next(filter(None, match.groups()))]
        if not re.match(r"[a-z]+:", target) and not _leads_somewhere(page, target)
    ]
    assert not broken, "\n".join(broken)


def test_files_that_are_named_exist() -> None:
    missing = [
        f"{name(page)}: {named}"
        for page in pages()
        for named in FILE.findall(page.read_text())
        if not (ROOT / named).exists() and not list(ROOT.glob(f"{named.rstrip('/')}*"))
    ]
    assert not missing, "\n".join(missing)


def test_commands_that_are_named_exist() -> None:
    unknown = [
        f"{name(page)}: {command}"
        for page in pages()
        for command in COMMAND.findall("\n".join(_code(page.read_text())))
        if not (ROOT / command).exists() and command.removeprefix("webcare ") not in COMMANDS
    ]
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("command", ["", *[command for command in COMMANDS if command != "manage"]])
def test_every_command_explains_itself(command: str) -> None:
    words = [sys.executable, "-m", "webcare", *([command] if command else []), "--help"]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert len(said.split()) > 30


def test_every_setting_is_explained_and_every_explained_setting_exists() -> None:
    used = {
        setting for source in python_files("webcare") for setting in SETTING.findall(source.text)
    } - BETWEEN_PROCESSES
    explained = set(SETTING.findall((ROOT / "docs/administrators.md").read_text()))
    assert used == explained


def _leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    if not there.exists():
        return False
    return not anchor or there.suffix != ".md" or anchor in _anchors(there.read_text())


def _anchors(text: str) -> set[str]:
    """As GitHub makes them from headings."""
    headings = re.findall(r"^#+\s+(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _code(text: str) -> list[str]:
    """What stands in blocks and between backticks."""
    return re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)

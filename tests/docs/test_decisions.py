"""Decisions: numbered without gaps, a page each, with context, choice and price; no dependency without a reason."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import rows, text
from tests.house.sources import ROOT, pyproject

DECISIONS = sorted((ROOT / "docs/decisions").iterdir())
ONE_PAGE = 60
BUILDING = "docs/decisions/0008-what-we-build-on.md"


def test_numbers_have_no_gaps() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04d}-" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_context_choice_and_price_on_one_page(path: object) -> None:
    said = text(f"docs/decisions/{path.name}")  # type: ignore[attr-defined]  # a Path; pytest knows none
    assert said.startswith(f"# {path.name[:4]} ")  # type: ignore[attr-defined]  # the same
    assert re.findall(r"^\*\*(Context|Choice|Price)\.\*\* ", said, re.MULTILINE) == ["Context", "Choice", "Price"]
    assert said.count("\n") <= ONE_PAGE


def test_every_package_that_is_delivered_has_a_reason() -> None:
    wanted = {_plain(line) for line in pyproject()["project"]["dependencies"]}
    explained = [package for cells in rows(BUILDING, "package") for package in re.findall(r"`([\w-]+)`", cells[0])]
    assert sorted(package.lower() for package in explained) == sorted(wanted)


def test_every_package_that_tests_need_is_named() -> None:
    named = {package.lower() for package in re.findall(r"`([\w-]+)`", text(BUILDING))}
    assert {_plain(line) for line in pyproject()["dependency-groups"]["test"]} <= named


def _plain(line: str) -> str:
    return re.split(r"[\[~=<>! ;]", line)[0].lower()

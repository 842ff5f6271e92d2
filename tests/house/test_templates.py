"""Templates, styles and scripts: nothing inline (the policy would block it), nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT, files

INLINE = {
    "a script in the page": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE
    ),
    "a style in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "hx-on, which evaluates": re.compile(r"\shx-on[:\s=-]", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "js: in an htmx attribute, which evaluates": re.compile(r"\shx-(vals|headers|vars)\s*=\s*[\"']js:", re.IGNORECASE),
}
ELSEWHERE = re.compile(
    r"(?:src|href|url\(|@import|from|import)\s*[=(]?\s*[\"'(]?(?:https?:)?//(?!127\.0\.0\.1|localhost)", re.IGNORECASE
)
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in files(".html", "webcare")
        if "mail" not in path.parts  # mail programs know no style sheets
        for match in INLINE[what].finditer(COMMENT.sub("", path.read_text()))
    ]
    assert not found, "\n".join(found)


def test_nothing_is_fetched_from_elsewhere() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for suffix in (".html", ".css", ".js")
        for path in files(suffix, "webcare")
        for match in ELSEWHERE.finditer(path.read_text())
        if "<a " not in path.read_text()[max(0, match.start() - 80) : match.start()]
    ]
    assert not found, "\n".join(found)


def test_scripts_evaluate_nothing() -> None:
    evaluates = re.compile(r"\beval\(|new Function\(|document\.write")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files(".js", "webcare")
        for match in evaluates.finditer(path.read_text())
    ]
    assert not found, "\n".join(found)

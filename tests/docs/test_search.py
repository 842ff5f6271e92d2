"""What agents are told about the search box is what it understands."""

from __future__ import annotations

import re

from tests.docs.pages import section
from webcare.search import messages, query

TOLD = section("docs/agents.md", "Search")


def test_every_filter_is_told_and_every_told_filter_is_understood() -> None:
    examples = re.findall(r"`([a-z]+:[^`]+)`", TOLD)
    assert all(not query.parse(example).trouble and query.parse(example).has_filters for example in examples)
    names = set(re.findall(r"`([a-z]+):", TOLD))
    assert names == set(query._FILTERS)


def test_how_far_best_first_looks_is_told() -> None:
    assert f"{messages.RANKED:,} hits" in TOLD

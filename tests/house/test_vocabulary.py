"""The ledger's words: every verb that is written down is known, and every known verb is written down somewhere."""

from __future__ import annotations

import ast

from tests.house.sources import calls, python_files
from webcare.ledger.vocabulary import VERBS

VOCABULARY = "webcare/ledger/vocabulary.py"


def test_every_recorded_verb_is_known() -> None:
    unknown = [
        f"{source.name}:{call.lineno} records {verb!r}; add it to {VOCABULARY} with a sentence"
        for source in python_files("webcare")
        for call in calls(source.tree, "record", "drafted", "on")
        if isinstance(call.func, ast.Name)  # browsers have an `on` of their own
        for verb in _verbs(call)
        if verb not in VERBS
    ]
    assert not unknown, "\n".join(unknown)


def test_every_known_verb_is_used() -> None:
    used = {
        node.value
        for source in python_files("webcare")
        if source.name != VOCABULARY
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not sorted(set(VERBS) - used), f"nobody writes these down; take them out of {VOCABULARY}"


def test_verbs_are_a_noun_and_a_participle() -> None:
    assert all(verb.count(".") == 1 and verb.replace(".", "").replace("_", "").islower() for verb in VERBS)


def _verbs(call: ast.Call) -> list[str]:
    """The texts in the first argument that look like a verb: `"a.b"`, or both arms of `"a.b" if x else "a.c"`."""
    if not call.args:
        return []
    found = [node.value for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
    return [text for text in found if isinstance(text, str) and "." in text]

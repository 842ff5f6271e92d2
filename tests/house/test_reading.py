"""How the code reads: small files, short functions, honest names, a sentence at the head of each."""

from __future__ import annotations

import ast

from tests.house.sources import ROOT, files, python_files

LONGEST_FILE = 250
LONGEST_FUNCTION = 40
LONGEST_SCRIPT = 80
EMPTY_WORDS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "service",
    "services",
    "manager",
    "managers",
    "common",
    "misc",
    "core",
}
LISTS = {
    "webcare/settings.py": "one list of settings",
    "webcare/ledger/vocabulary.py": "one list of verbs",
    "webcare/routes.py": "one list of addresses",
    "sandbox/client.py": "one method for each address of the admin API",
}
OURS = ("webcare", "sandbox", "tests")


def test_every_file_begins_with_a_sentence() -> None:
    silent = [
        source.name
        for source in python_files(*OURS)
        if source.text.strip() and len((ast.get_docstring(source.tree) or "").split()) < 3
    ]
    assert not silent, "\n".join(silent)


def test_files_are_short_enough_to_be_read_at_once() -> None:
    long = [
        f"{source.name}: {lines} lines; it wants to be two files"
        for source in python_files("webcare", "sandbox")
        if (lines := source.text.count("\n")) > LONGEST_FILE and source.name not in LISTS
    ]
    assert not long, "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{source.name}:{node.lineno} {node.name} has {lines} lines; split it"
        for source in python_files("webcare", "sandbox")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_no_file_has_an_empty_name() -> None:
    empty = [
        source.name
        for source in python_files(*OURS)
        if EMPTY_WORDS & set(source.path.stem.split("_"))
        or (source.path.stem.startswith("base") and source.name != "webcare/pages/base.py")
    ]
    assert not empty, "\n".join(empty)


def test_scripts_for_the_browser_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines; a behaviour has at most {LONGEST_SCRIPT}"
        for path in files(".js", "webcare", "sandbox")
        if (lines := path.read_text().count("\n")) > LONGEST_SCRIPT
    ]
    assert not long, "\n".join(long)


def test_nothing_is_left_for_later() -> None:
    later = [
        f"{source.name}:{number}"
        for source in python_files("webcare", "sandbox")
        for number, line in enumerate(source.text.splitlines(), 1)
        if any(word in line for word in ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error"))
    ]
    assert not later, "\n".join(later)


def test_what_is_silenced_has_a_reason() -> None:
    bare = [
        f"{source.name}:{number} {line.strip()}"
        for source in python_files(*OURS)
        for number, line in enumerate(source.text.splitlines(), 1)
        if _is_bare(line)
    ]
    assert not bare, "\n".join(bare)


def _is_bare(line: str) -> bool:
    """`# noqa: CODE - reason` and `# type: ignore[code]  # reason`; here the marks are put together, not written."""
    for mark in ("# no" + "qa", "# type: ig" + "nore"):
        _, found, rest = line.partition(mark)
        if found and len(rest.replace("]", " ").split()) < 3:
            return True
    return False

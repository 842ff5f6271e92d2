"""Doors: pages ask the desk, rules get the time, and the database's clock is asked only for what is really real."""

from __future__ import annotations

import ast
import re

from tests.house.sources import calls, python_files, texts

REAL_TIME = re.compile(
    r"\b(now\(\)|current_timestamp|clock_timestamp\(|statement_timestamp\(|transaction_timestamp\()", re.IGNORECASE
)
REALLY_REAL = {
    "webcare/demo/": "puts history into the past of the real clock",
    "webcare/migrations/": "runs once",
    "webcare/reports/vitals.py": "compares the database's clock with ours",
}
DOORS = {
    "webcare/pages/desk.py": "the one door to the rooms",
    "webcare/pages/settings/office.py": "what leads and administrators set up",
    "webcare/pages/demo.py": "nobody is signed in yet",
    "webcare/pages/joining.py": "nobody is signed in yet",
}


def test_pages_ask_the_desk() -> None:
    wrong = [
        f"{source.name}:{node.lineno} asks .objects; ask request.desk, so that nobody sees what is not theirs"
        for source in python_files("webcare/pages")
        if source.name not in DOORS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert not wrong, "\n".join(wrong)


def test_sql_does_not_ask_the_time() -> None:
    wrong = [
        f"{source.name}:{line} asks the database for the time; give it now() or real_now() as a value"
        for source in python_files("webcare")
        if not source.name.startswith(tuple(REALLY_REAL))
        for line, text in texts(source.tree)
        if REAL_TIME.search(text)
        and re.search(r"\b(select|update|insert|delete|interval|where)\b", text, re.IGNORECASE)
    ]
    assert not wrong, "\n".join(wrong)


def test_rules_do_not_read_the_clock() -> None:
    """What decides purely gets `now` as an argument."""
    pure = ("webcare/reading/", "webcare/clocks/hours.py", "webcare/clocks/deadline.py", "webcare/clocks/promise.py")
    wrong = [
        f"{source.name}:{call.lineno} reads the clock"
        for source in python_files("webcare")
        if source.name.startswith(pure)
        for call in calls(source.tree, "now", "real_now", "today", "utcnow")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_network_is_named_outside_its_room() -> None:
    """`if network == "x"` belongs into the adapter's capabilities."""
    networks = {"x", "email"}
    wrong = [
        f"{source.name}:{node.lineno} compares with a network's name; ask the adapter's capabilities"
        for source in python_files("webcare")
        if not source.name.startswith(("webcare/channels/", "webcare/demo/"))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare)
        and "network" in ast.unparse(node.left)
        and any(isinstance(side, ast.Constant) and side.value in networks for side in node.comparators)
    ]
    assert not wrong, "\n".join(wrong)

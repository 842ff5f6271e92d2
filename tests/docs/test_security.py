"""The table of security is whole, and each test that it names is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.docs.pages import text
from tests.house.sources import ROOT, python_files
from tests.house.test_timeouts import WIRES
from webcare.channels.registry import BUILT_IN, adapter

PAGE = "docs/security.md"
# ASVS 5.0.0, levels 1 and 2: for each section the numbers of its requirements.
WANTED = {
    "1.1": "1-2", "1.2": "1-9", "1.3": "1-11", "1.4": "1-3", "1.5": "1-2",
    "2.1": "1-3", "2.2": "1-3", "2.3": "1-4", "2.4": "1",
    "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1-5", "3.7": "1-2",
    "4.1": "1-3", "4.2": "1", "4.3": "1-2", "4.4": "1-4",
    "5.1": "1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3",
    "6.1": "1-3", "6.2": "1-12", "6.3": "1-4", "6.4": "1-4", "6.5": "1-5", "6.6": "1-3", "6.8": "1-4",
    "7.1": "1-3", "7.2": "1-4", "7.3": "1-2", "7.4": "1-5", "7.5": "1-2", "7.6": "1-2",
    "8.1": "1-2", "8.2": "1-3", "8.3": "1", "8.4": "1",
    "9.1": "1-3", "9.2": "1-4",
    "10.1": "1-2", "10.2": "1-2", "10.3": "1-4", "10.4": "1-11", "10.5": "1-5", "10.6": "1-2", "10.7": "1-3",
    "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1", "11.6": "1",
    "12.1": "1-3", "12.2": "1-2", "12.3": "1-4",
    "13.1": "1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5",
    "14.1": "1-2", "14.2": "1-4", "14.3": "1-3",
    "15.1": "1-3", "15.2": "1-3", "15.3": "1-7",
    "16.1": "1", "16.2": "1-5", "16.3": "1-4", "16.4": "1-3", "16.5": "1-3",
    "17.1": "1", "17.2": "1-4", "17.3": "1-2",
}  # fmt: skip
KNOWN_TO_CALL = {
    "webcare/channels/email/mailbox.py",
    "webcare/channels/email/sending.py",
    "webcare/lib/outbound.py",
    "webcare/lib/scanning.py",
}
BESIDE_THE_HOUSE = ("webcare/bench/", "webcare/commands/demo.py", "webcare/replay/")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROW = re.compile(r"^\| ([\d.–, ]+) \| ([12–]+) \| (.+?) \| (.+) \|$", re.MULTILINE)


def each(told: str) -> set[str]:
    """All numbers of "1.4.1–1.4.3, 1.5.1"."""
    found = set()
    for part in told.split(", "):
        first, _, last = part.partition("–")
        section, number = first.rsplit(".", 1)
        end = last.rsplit(".", 1)[1] if last else number
        found |= {f"{section}.{one}" for one in range(int(number), int(end) + 1)}
    return found


def test_every_requirement_of_both_levels_has_a_row_and_no_other() -> None:
    wanted = set()
    for section, numbers in WANTED.items():
        first, _, last = numbers.partition("-")
        wanted |= {f"{section}.{one}" for one in range(int(first), int(last or first) + 1)}
    there = [number for told, *_ in ROW.findall(text(PAGE)) for number in each(told)]
    assert sorted(there) == sorted(set(there))
    assert set(there) == wanted
    assert len(wanted) == 253


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(text(PAGE)))))
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    assert re.search(rf"^ *def {name}\b", (ROOT / file).read_text(), re.MULTILINE)


def test_every_row_says_how_it_stands() -> None:
    for told, _, _, shown in ROW.findall(text(PAGE)):
        assert shown.strip(), told
        assert len(shown) > 10, told


def test_everybody_whom_we_call_is_named() -> None:
    """Every network that there is, and every setting by which somebody is called."""
    told = re.search(r"### Whom we call\n(.*?)\n### ", text(PAGE), re.DOTALL)
    assert told
    for key in BUILT_IN:
        can = adapter(key).capabilities
        alone = can.widget or can.noted
        name = "e-mail accounts" if can.subject else "web chat and notes" if alone else can.name
        assert name in told[1], name
    called = {"DATABASE_URL", "WEBCARE_DIRECT_DATABASE_URL", "WEBCARE_MAIL_URL", "WEBCARE_OIDC_SERVER", "WEBCARE_DNS_SERVERS",
              "WEBCARE_SCANNER", "OTEL_EXPORTER_OTLP_ENDPOINT", "WEBCARE_PRIVATE_ORIGINS", "WEBCARE_OUTBOUND_HOSTS"}  # fmt: skip
    assert called == set(re.findall(r"`([A-Z][A-Z_]+)`", told[1]))
    calling = {source.name for source in python_files("webcare") if WIRES & _called(source.tree)}
    ours = {name for name in calling if not name.startswith(BESIDE_THE_HOUSE)}
    assert ours == KNOWN_TO_CALL, "whoever calls somebody new is named in docs/security.md first"


def _called(tree: ast.AST) -> set[str]:
    return {ast.unparse(call.func) for call in ast.walk(tree) if isinstance(call, ast.Call)}

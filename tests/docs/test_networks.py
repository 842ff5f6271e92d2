"""docs/networks.md explains the contract as it is: every call, in a table, and every ability that is named exists."""

from __future__ import annotations

import inspect
import re
import tomllib
from dataclasses import fields

from tests.docs.pages import rows, text
from webcare.channels.adapter import Adapter, Capabilities
from webcare.channels.registry import GROUP

PAGE = "docs/networks.md"


def test_every_call_is_explained_and_every_explained_call_exists() -> None:
    calls = {name for name, _ in inspect.getmembers(Adapter, inspect.isfunction) if not name.startswith("_")}
    assert sorted(cells[0].strip("`") for cells in rows(PAGE, "call")) == sorted(calls)


def test_abilities_that_are_named_exist() -> None:
    named = {name for cells in rows(PAGE, "field") for name in re.findall(r"`(\w+)`", cells[0])}
    assert named <= {one.name for one in fields(Capabilities)}
    switches = {one.name for one in fields(Capabilities) if one.type == "bool"}
    assert switches - {"subject"} <= named, "an ability that pages ask for is explained"


def test_the_entry_point_is_the_one_that_the_registry_asks() -> None:
    block = re.search(r"^ {4}(\[project\.entry-points.*?\n {4}.*?)\n\n", text(PAGE), re.MULTILINE | re.DOTALL)
    assert block
    assert list(tomllib.loads(block[1].replace("    ", ""))["project"]["entry-points"]) == [GROUP]

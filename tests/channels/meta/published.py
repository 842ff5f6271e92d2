"""What Meta has published of the Graph, for tests that hold our calls to it: edges, parameters, fields, and the words of enumerations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SPECS = Path(__file__).resolve().parents[4] / "shared" / "specs" / "meta"
EVERYWHERE = {"fields", "limit", "after", "appsecret_proof", "access_token"}  # of every call, and so in no list
UNLISTED = {"filedata", "source"}  # the bytes of a file, which Meta explains in its guides only
UNPUBLISHED = {  # of what there is no list: a message of an exchange
    *("created_time", "from", "to", "message", "attachments"),
    *(
        "comments",
        "replies",
        "limit",
        "filter",
        "order",
        "stream",
        "reverse_chronological",
    ),  # edges, and how they are asked
}
FIELD = re.compile(r"[a-z_]+(?=[,.{}]|\Z)")
NAMES = {"GET": "#get", "POST": "#update", "DELETE": "#delete"}

needed = pytest.mark.skipif(not SPECS.exists(), reason="Meta's published names are not on this machine")


@dataclass(frozen=True)
class Call:
    """What was asked of a `node` of this kind, or of an `edge` of it."""

    method: str
    node: str
    edge: str
    asked: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.node}/{self.edge}"


@cache
def published(node: str) -> Any:
    return json.loads((SPECS / f"{node}.json").read_text())


@cache
def enumerations() -> dict[str, set[str]]:
    kinds = json.loads((SPECS / "enum_types.pruned.json").read_text())
    return {kind["name"]: set(kind["values"]) for kind in kinds}


def fields(*nodes: str) -> set[str]:
    return {one["name"] for node in nodes for one in published(node)["fields"]}


def strange_in(call: Call) -> Iterator[str]:
    """What of a call Meta has not published: its edge, its parameters, or a word where it names all that there are."""
    calls = [one for one in published(call.node)["apis"] if one["method"] == call.method]
    known = [
        one
        for one in calls
        if (one.get("endpoint") == call.edge if call.edge else one.get("name") == NAMES[call.method])
    ]
    if not known:
        yield f"{call}: there is no such call"
        return
    kinds = {one["name"]: one["type"] for one in known[0].get("params", [])}
    for name, value in call.asked.items():
        if name not in kinds and name not in EVERYWHERE | UNLISTED:
            yield f"{call}: {name}"
        words = enumerations().get(kinds.get(name, "").removeprefix("list<").removesuffix(">"))
        if words is not None:
            yield from (f"{call}: {name} is {word}" for word in _words(value) if word not in words)


def unknown_fields(call: Call, known: set[str]) -> set[str]:
    """Of those that a call wishes to read."""
    return set(FIELD.findall(str(call.asked.get("fields", "")))) - known if call.method == "GET" else set()


def _words(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else str(value).split(",")

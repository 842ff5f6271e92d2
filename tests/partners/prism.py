"""Prism, which plays a network from its published description, and finds fault with whoever asks for what is not in it."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.channels.conftest import free_port, wait_until
from tests.partners.installed import running

PATIENCE = 120.0
NUMBER = "^[1-9][0-9]{5,17}$"
IDS = re.compile(r"(?:\w+_)?id")
PROGRAM = "node_modules/@stoplight/prism-cli/dist/index.js"


@contextmanager
def playing(description: Path, *, invents: bool) -> Iterator[str]:
    """Its address. `invents`: it answers with what the description's patterns allow, instead of its examples."""
    port = free_port()
    words = [PROGRAM, "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(description)]
    words += ["--dynamic", "--seed", "lowland"] if invents else []
    with running(words):
        wait_until(lambda: _listens(port), PATIENCE)
        yield f"http://127.0.0.1:{port}"


def judging(description: Path, folder: Path) -> Path:
    """A copy by which one can judge: two things in the publications let nothing pass, or say nothing.

    WhatsApp's builds a message of parts each of which forbids what stands in the others, so that not even its own examples are
    as published. X's says of most ids only that they are text, and of counts that they are numbers: Prism would invent words, and
    fewer than none.
    """
    text = description.read_text()
    copy = folder / description.name
    if description.suffix == ".json":
        copy.write_text(json.dumps(_with_numbers(json.loads(text))))
    else:
        copy.write_text(re.sub(r"^ *additionalProperties: false\n", "", text, flags=re.MULTILINE))
    return copy


class Overheard:
    """What passed between an adapter and Prism; `preferred`: by the end of an address, the example to be answered with."""

    def __init__(self, preferred: Mapping[str, str]) -> None:
        self._preferred = preferred
        self.calls: list[str] = []
        self.complaints: list[str] = []

    def prefer(self, request: httpx2.Request) -> None:
        """Called for every request."""
        for end, example in self._preferred.items():
            if request.url.path.endswith(end):
                request.headers["prefer"] = f'example="{example}"'

    def note(self, response: httpx2.Response) -> None:
        """Called for every answer."""
        response.read()
        call = f"{response.request.method} {response.request.url.path}"
        self.calls.append(call)
        if violations := response.headers.get("sl-violations"):
            self.complaints.append(f"{call}: {violations}")
        elif response.status_code >= 400:
            self.complaints.append(f"{call}: {response.status_code} {_said(response)}")


@contextmanager
def overheard(client: httpx2.Client, preferred: Mapping[str, str]) -> Iterator[Overheard]:
    """Everything that passes over these connections; Prism takes its time with the first question of a kind."""
    found = Overheard(preferred)
    before, patience = client.event_hooks, client.timeout
    client.timeout = httpx2.Timeout(PATIENCE)
    client.event_hooks = {"request": [found.prefer], "response": [found.note]}
    try:
        yield found
    finally:
        client.event_hooks, client.timeout = before, patience


def _with_numbers(told: Any) -> Any:
    if isinstance(told, list):
        return [_with_numbers(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {name: _mended(name, each) for name, each in told.items()}


def _mended(name: str, told: Any) -> Any:
    kind = told.get("type") if isinstance(told, dict) else None
    if IDS.fullmatch(name) and kind == "string":
        return {"pattern": NUMBER, **told}
    if name.endswith("_count") and kind == "integer":
        return {"minimum": 0, "maximum": 1_000_000, **told}
    return _with_numbers(told)


def _said(response: httpx2.Response) -> str:
    try:
        told = json.loads(response.content)
    except ValueError:
        return response.text[:400]
    return json.dumps(told)[:600]


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

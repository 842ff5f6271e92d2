"""Customers on Lowland Air's own site: they write in the chat as its panel does, and look now and then for an answer."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sandbox.client import Visitor
from webcare.demo.matter import Matter

LOOKS = 5.0  # seconds between two looks of one visitor
STAYS = 30  # so many keep their page open; who came before them has gone


class Askers:
    """How stories are told in the chat. `chat` is its address."""

    def __init__(self, chat: str, page: str) -> None:
        self._chat, self._page = chat, page
        self._there: dict[str, Visitor] = {}  # by the customer's name, longest there first
        self._newest: dict[str, str] = {}  # what they said last
        self._next_look = 0.0

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        name, brand = matter.story.customer.name, matter.story.brand.handle
        visitor = self._there.pop(name, None) or Visitor(self._chat, self._page)
        self._there[name] = visitor
        self._newest[name] = visitor.say(text.removeprefix(f"@{brand} "))
        while len(self._there) > STAYS:
            gone = next(iter(self._there))
            self._there.pop(gone).close()
            self._newest.pop(gone)
        return self._newest[name]

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last look: the id of what a customer said, and of the answer."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOKS
        for name, visitor in list(self._there.items()):
            for line in visitor.news():
                if line.ours:
                    yield self._newest[name], f"{visitor.name}:{line.id}"

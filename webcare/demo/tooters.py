"""Customers on Mastodon: they write to everybody or to us alone, go on when they are answered, and some only star it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sandbox.client import OnMastodon, Sandbox
from webcare.demo.matter import Matter
from webcare.lib.now import real_now

STARS, BOOSTS = 0.3, 0.1  # the shares of answers below which somebody leaves one
HOME = "lowland.social"


class Tooters:
    """How stories are told on Mastodon."""

    def __init__(self, network: Sandbox, rng: Random) -> None:
        self.network = network
        self._rng = rng
        self._began, self._seen = real_now().isoformat(), ""
        self._newest: dict[str, OnMastodon] = {}  # by the post where it began: what its author said last

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, airline = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        words = f"@{airline}@{HOME} {text.removeprefix(f'@{airline} ')}"
        above = (matter.answered or "").rpartition("/")[2] or None
        said = self.network.toot(handle, words, seen_by="public" if story.public else "direct", answers=above)
        self._newest[said.root] = said
        return said.name

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters: dict[str, str | int] = {"brands": 1}
        filters |= {"since_id": self._seen} if self._seen else {"since": self._began}
        for answer in self.network.toots(**filters):
            self._seen = answer.id
            if asked := self._newest.get(answer.root):
                self._react(asked.handle, answer)
                yield asked.name, answer.name

    def _react(self, handle: str, answer: OnMastodon) -> None:
        if self._rng.random() < STARS:
            self.network.star(handle, answer.id)
            if self._rng.random() < BOOSTS:
                self.network.star(handle, answer.id, kind="reblog")

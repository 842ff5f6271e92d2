"""Customers on Facebook, Instagram and LinkedIn: they comment below what the page posts or write to it, and see who answers their comments."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sandbox.client import Sandbox
from webcare.demo.matter import Matter
from webcare.lib.now import real_now


class Commenters:
    """How stories are told where a page posts; `on` is the network's key."""

    def __init__(self, network: Sandbox, rng: Random, on: str = "facebook") -> None:
        self.network = network
        self._on = on
        self._rng = rng
        self._began, self._seen = real_now().isoformat(), ""
        self._newest: dict[str, str] = {}  # by the comment or post on top: what its author said last

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, page = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        words = text.removeprefix(f"@{page} ")
        if not story.public:
            return self.network.chat(handle, page, words, on=self._on).name
        below = matter.answered or self._a_post_of(page)
        if below:
            said = self.network.comment(handle, below, words, on=self._on)
        elif self._on == "facebook":
            said = self.network.wall_post(handle, words, wall=page)
        else:  # nobody posts on a page of LinkedIn but the page
            said = self.network.wall_post(handle, f"@{page} {words}", on=self._on)
        self._newest[said.parent_id or said.id] = said.name
        return said.name

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters = {"since_id": self._seen} if self._seen else {"since": self._began}
        for answer in self.network.page_answers(on=self._on, **filters):
            self._seen = answer.id
            yield self._newest.get(answer.parent_id or answer.post_id, ""), answer.id

    def _a_post_of(self, page: str) -> str:
        own = [post.id for post in self.network.wall(wall=page, limit=20, on=self._on) if post.handle == page]
        return self._rng.choice(own) if own else ""

"""Customers on X: they post or send direct messages, and see who answers their posts."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.client import Sandbox
from webcare.demo.matter import Matter
from webcare.lib.now import real_now


class Posters:
    """How stories are told on X."""

    def __init__(self, network: Sandbox) -> None:
        self.network = network
        self._known = {person.handle for person in network.users()}
        self._began, self._seen = real_now().isoformat(), ""

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns its id."""
        story = matter.story
        handle = str(story.customer.handle)
        if handle not in self._known:
            self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
            self._known.add(handle)
        if not story.public:
            return self.network.dm(handle, story.brand.handle, text).id
        if matter.answered:
            return self.network.reply(handle, matter.answered, text, lang=story.language).id
        return self.network.post(handle, text, lang=story.language).id

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters = {"since_id": self._seen} if self._seen else {"since": self._began}
        for answer in self.network.answers(**filters):
            self._seen = answer.id
            yield answer.in_reply_to or "", answer.id

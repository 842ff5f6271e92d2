"""Customers on Bluesky: they post or chat, go on when they are answered, and some only like it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sandbox.client import OnSky, Sandbox
from webcare.demo.matter import Matter
from webcare.lib.now import real_now

LIKES = 0.3  # the share of answers that somebody likes
ROOM = 280  # letters, since the network makes handles longer


class Skywriters:
    """How stories are told on Bluesky."""

    def __init__(self, network: Sandbox, rng: Random) -> None:
        self.network = network
        self._rng = rng
        self._seen, self._heard, self._began = "", "", real_now()
        self._newest: dict[str, OnSky] = {}  # by the post where it began: what its author said last
        self._chatted: dict[str, str] = {}  # by person

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, airline = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        words = text.removeprefix(f"@{airline} ")
        if not story.public:
            chat = self.network.bluesky_chat(handle, airline, words)
            self._chatted[chat.person] = chat.name
            return chat.name
        said = self.network.bluesky_post(handle, f"@{airline} {words}"[:ROOM], below=matter.answered or "")
        self._newest[said.root] = said
        return said.uri

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        for answer in self.network.bluesky_posts(brands="true", since_id=self._seen or "0"):
            self._seen = answer.number
            if asked := self._newest.get(answer.root):
                if self._rng.random() < LIKES:
                    self.network.bluesky_like(asked.handle, answer.number)
                yield asked.uri, answer.number
        filters = {"since_id": self._heard} if self._heard else {"since": self._began.isoformat()}
        for chat in self.network.bluesky_chats(**filters):
            self._heard = chat.id
            if chat.from_account and chat.person in self._chatted:
                yield self._chatted[chat.person], chat.id

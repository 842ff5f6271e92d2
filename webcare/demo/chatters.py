"""Customers on Telegram: they write to the bot, go on when they are answered, and some only leave a thumb."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sandbox.client import Sandbox, Wrote
from webcare.demo.matter import Matter
from webcare.lib.now import real_now

THUMBS = 0.25  # the share of answers below which the customer leaves one
SIGNS = ("👍", "❤", "🙏")


class Chatters:
    """How stories are told on Telegram."""

    def __init__(self, network: Sandbox, rng: Random) -> None:
        self.network = network
        self._rng = rng
        self._began, self._seen = real_now().isoformat(), ""
        self._newest: dict[str, str] = {}  # by the person: what they said last

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, bot = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        said = self.network.telegram(handle, bot, text.removeprefix(f"@{bot} "))
        self._newest[said.person] = said.name
        return said.name

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters = {"since_id": self._seen} if self._seen else {"since": self._began}
        for letter in self.network.telegrams(**filters):
            self._seen = letter.id
            if letter.from_bot:
                self._like(letter)
                yield self._newest.get(letter.person, ""), letter.name

    def _like(self, answer: Wrote) -> None:
        if self._rng.random() < THUMBS:
            self.network.react_on_telegram(answer.person, answer.id, self._rng.choice(SIGNS))

"""Customers on WhatsApp: they write to the airline's number, and go on when they are answered."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.client import Sandbox
from webcare.demo.matter import Matter
from webcare.lib.now import real_now

WHATSAPP = "whatsapp"


class Texters:
    """How stories are told on WhatsApp."""

    def __init__(self, network: Sandbox) -> None:
        self.network = network
        self._began, self._seen = real_now().isoformat(), ""
        self._newest: dict[str, str] = {}  # by the person: what they said last

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, number = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        said = self.network.chat(handle, number, text.removeprefix(f"@{number} "), on=WHATSAPP)
        self._newest[said.person] = said.name
        return said.name

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters = {"since_id": self._seen} if self._seen else {"since": self._began}
        for message in self.network.chats(on=WHATSAPP, **filters):
            self._seen = message.id
            if message.from_page:
                yield self._newest.get(message.person, ""), message.name

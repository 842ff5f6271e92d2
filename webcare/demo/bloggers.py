"""Customers in East Asia: they post and comment on Weibo, or write in WeChat or on LINE, and see who answers them."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.client import Sandbox
from webcare.demo.matter import Matter
from webcare.lib.now import real_now


class Bloggers:
    """How stories are told on Weibo."""

    def __init__(self, network: Sandbox) -> None:
        self.network = network
        self._began, self._seen = real_now().isoformat(), ""
        self._newest: dict[str, str] = {}  # by the post on top: what its author said last

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, airline = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        if matter.answered:
            words = text.removeprefix(f"@{airline} ")
            said = self.network.weibo_comment(handle, matter.answered, words)
        else:
            words = text if f"@{airline}" in text else f"@{airline} {text}"
            said = self.network.weibo_post(handle, words)
        name = f"comment:{said.id}" if matter.answered else f"status:{said.id}"
        self._newest[said.post_id] = name
        return name

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters = {"since_id": self._seen} if self._seen else {"since": self._began}
        for answer in self.network.weibo_answers(**filters):
            self._seen = answer.id
            yield self._newest.get(answer.post_id, ""), answer.id


class Whisperers:
    """How stories are told in WeChat, or on LINE."""

    def __init__(self, network: Sandbox, on: str = "wechat") -> None:
        self.network = network
        self._write, self._read = (network.line, network.lines) if on == "line" else (network.wechat, network.wechats)
        self._began, self._seen = real_now().isoformat(), ""
        self._newest: dict[str, str] = {}  # by person

    def say(self, matter: Matter, text: str) -> str:
        """Say the next thing; returns the id by which programs know it."""
        story = matter.story
        handle, airline = str(story.customer.handle), story.brand.handle
        self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
        said = self._write(handle, airline, text.replace(f"@{airline}", "").strip())
        self._newest[said.person] = said.name
        return said.name

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer said, and of the answer."""
        filters = {"since_id": self._seen} if self._seen else {"since": self._began}
        for said in self._read(**filters):
            self._seen = said.id
            if said.from_account:
                yield self._newest.get(said.person, ""), said.id

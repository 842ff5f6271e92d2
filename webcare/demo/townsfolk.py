"""The customers of the demo: they post at a plausible pace, and react when they are answered."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from random import Random

from sandbox.client import Sandbox, SandboxError
from webcare.demo.arriving import arrivals
from webcare.demo.busy import factor
from webcare.demo.telling import Story
from webcare.lib.now import real_now

BREATH = 1.0
LONGEST_STEP = 3.0
log = logging.getLogger(__name__)


@dataclass
class Matter:
    """A story under way on the network: what was said last, and which turns are still to come."""

    story: Story
    last: str  # the id of the customer's newest post or message
    turns: tuple[str, ...]
    speaks_at: datetime | None = None
    answered: str = ""  # the id of the answer that the next turn reacts to


class Townsfolk:
    """Posts new stories and goes on with those that were answered; `matters` is by the id of the newest post."""

    def __init__(self, network: Sandbox, pace: float, seed: int, zone: tzinfo) -> None:
        self.network = network
        self.rng = Random(seed)
        self.matters: dict[str, Matter] = {}
        self._stories = arrivals(seed, pace, real_now().astimezone(zone))
        self._known = {person.handle for person in network.users()}
        self._next_at = real_now()
        self._coming = next(self._stories)
        self._seen_answer = ""
        self._lock = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Live until told to stop; what the network refuses is left out."""
        while not stop.wait(BREATH):
            try:
                self._arrive()
                self._hear()
                self._go_on()
            except (SandboxError, OSError) as error:
                log.warning("The customers wait a moment: %s", error)

    def matter_of(self, external_id: str) -> Matter | None:
        """The story behind a message, while the town still remembers it."""
        with self._lock:
            return self.matters.get(external_id)

    def _arrive(self) -> None:
        while real_now() >= self._next_at:
            story = self._coming.story
            self._coming = next(self._stories)
            self._next_at += self._coming.wait / factor()
            self._next_at = max(self._next_at, real_now() - timedelta(seconds=LONGEST_STEP))
            if story.network == "x" and story.customer.handle:
                self._say(Matter(story, "", story.then), story.text)
        if factor() > 1:  # a rush does not wait for the pause that was drawn before it began
            self._next_at = min(self._next_at, real_now() + self._coming.wait / factor())

    def _say(self, matter: Matter, text: str) -> None:
        story = matter.story
        handle = str(story.customer.handle)
        if handle not in self._known:
            self.network.create_user(handle, story.customer.name, followers=story.customer.followers)
            self._known.add(handle)
        if not story.public:
            said = self.network.dm(handle, story.brand.handle, text).id
        elif matter.answered:
            said = self.network.reply(handle, matter.answered, text, lang=story.language).id
        else:
            said = self.network.post(handle, text, lang=story.language).id
        with self._lock:
            matter.last = said
            self.matters[said] = matter

    def _hear(self) -> None:
        filters = {"since_id": self._seen_answer} if self._seen_answer else {"since": real_now().isoformat()}
        for answer in self.network.answers(**filters):
            self._seen_answer = answer.id
            matter = self.matter_of(answer.in_reply_to or "")
            if matter and matter.turns and self.rng.random() < 0.7:
                matter.answered = answer.id
                matter.speaks_at = real_now() + timedelta(seconds=self.rng.uniform(15, 70))

    def _go_on(self) -> None:
        for matter in [each for each in self.matters.values() if each.speaks_at and each.speaks_at <= real_now()]:
            matter.speaks_at = None
            text, matter.turns = matter.turns[0], matter.turns[2:]
            self._say(matter, text)

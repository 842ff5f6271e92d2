"""The customers of the demo: they write at a plausible pace, and react when they are answered."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import timedelta, tzinfo
from random import Random

from django.conf import settings

from sandbox.client import Sandbox, SandboxError
from webcare.demo import sites
from webcare.demo.arriving import arrivals
from webcare.demo.askers import Askers
from webcare.demo.bloggers import Bloggers, Whisperers
from webcare.demo.busy import factor
from webcare.demo.cast import LOWLAND_AIR
from webcare.demo.chatters import Chatters
from webcare.demo.commenters import Commenters
from webcare.demo.matter import Matter
from webcare.demo.penfriends import Penfriends
from webcare.demo.posters import Posters
from webcare.demo.skywriters import Skywriters
from webcare.demo.telling import Network, Story
from webcare.demo.texters import Texters
from webcare.demo.tooters import Tooters
from webcare.lib.now import now, real_now

BREATH = 1.0
LONGEST_STEP = 3.0
LINKEDIN_SHARE = 0.1  # of public stories
FEDIVERSE_SHARE = 0.08
ON_LINE = frozenset({"ja"})  # whose speakers write there rather than anywhere else in private
META_SHARE, TELEGRAM_SHARE = 0.3, 0.4  # of public and private stories; of the private ones that are left
CHAT_SHARE = 0.6  # of those who then would still write privately on X
OF_META: tuple[Network, ...] = ("facebook", "facebook", "instagram")
CHINESE_SHARE = 0.8  # of those who write Chinese: few of them are on X
SKY_SHARE = 0.1  # of what is left
ANYWHERE: tuple[tuple[float, tuple[Network, ...]], ...] = ((FEDIVERSE_SHARE, ("mastodon",)), (SKY_SHARE, ("bluesky",)))
WRITE_BACK = 0.7  # the share of customers who go on when they are answered and have more to say
Way = Posters | Penfriends | Commenters | Texters | Chatters | Bloggers | Whisperers | Tooters | Skywriters | Askers
log = logging.getLogger(__name__)


class Townsfolk:
    """Begins new stories and goes on with those that were answered; `matters` is by the id of the newest message."""

    def __init__(self, network: Sandbox, pace: float, seed: int, zone: tzinfo) -> None:
        self.rng = Random(seed)
        self.matters: dict[str, Matter] = {}
        self.ways: dict[str, Way] = {
            "x": Posters(network),
            "email": Penfriends(network, self.rng),
            "facebook": Commenters(network, self.rng),
            "linkedin": Commenters(network, self.rng, on="linkedin"),
            "instagram": Commenters(network, self.rng, "instagram"),
            "whatsapp": Texters(network),
            "telegram": Chatters(network, self.rng),
            "line": Whisperers(network, on="line"),
            "mastodon": Tooters(network, self.rng),
            "bluesky": Skywriters(network, self.rng),
            "weibo": Bloggers(network),
            "wechat": Whisperers(network),
            "webchat": Askers(f"{settings.HOOKS_URL}/chat/{sites.KEY}", f"{settings.SANDBOX_URL}/site"),
        }
        self._stories = arrivals(seed, pace, now().astimezone(zone))
        self._next_at = real_now()
        self._coming = next(self._stories)
        self._lock = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Live until told to stop; what a network refuses is left out."""
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
            story = self._placed(self._coming.story)
            self._coming = next(self._stories)
            self._next_at += self._coming.wait / factor()
            self._next_at = max(self._next_at, real_now() - timedelta(seconds=LONGEST_STEP))
            self._say(Matter(story, "", story.then, story.answer or ""), story.text)
        if factor() > 1:  # a rush does not wait for the pause that was drawn before it began
            self._next_at = min(self._next_at, real_now() + self._coming.wait / factor())

    def _placed(self, story: Story) -> Story:
        """Some of those who would write to Lowland Air on X go elsewhere, or are where people in their country are."""
        if story.network != "x" or story.brand != LOWLAND_AIR:
            return story
        if story.language == "zh" and self.rng.random() < CHINESE_SHARE:
            return replace(story, network="weibo" if story.public else "wechat")
        if not story.public and story.language in ON_LINE:
            return replace(story, network="line")
        return replace(story, network=self._in_public() if story.public else self._in_private())

    def _in_public(self) -> Network:
        """Where somebody speaks up."""
        return self._first((META_SHARE, OF_META), *ANYWHERE, (LINKEDIN_SHARE, ("linkedin",)))

    def _in_private(self) -> Network:
        """Where somebody writes to us alone."""
        meta: tuple[float, tuple[Network, ...]] = (META_SHARE, (*OF_META, "whatsapp"))
        return self._first(meta, *ANYWHERE, (TELEGRAM_SHARE, ("telegram",)), (CHAT_SHARE, ("webchat",)))

    def _first(self, *shares: tuple[float, tuple[Network, ...]]) -> Network:
        """Each takes its share of those who are left, and who is left at the end is on X."""
        return next((self.rng.choice(networks) for share, networks in shares if self.rng.random() < share), "x")

    def _say(self, matter: Matter, text: str) -> None:
        said = self.ways[matter.story.network].say(matter, text)
        with self._lock:
            matter.last = said
            self.matters[said] = matter

    def _hear(self) -> None:
        for way in self.ways.values():
            for asked, answer in way.answers():
                matter = self.matter_of(asked)
                if matter and matter.turns and self.rng.random() < WRITE_BACK:
                    matter.answered = answer
                    matter.speaks_at = real_now() + timedelta(seconds=self.rng.uniform(15, 70))

    def _go_on(self) -> None:
        for matter in [each for each in self.matters.values() if each.speaks_at and each.speaks_at <= real_now()]:
            matter.speaks_at = None
            text, matter.reply, matter.turns = matter.turns[0], "".join(matter.turns[1:2]), matter.turns[2:]
            self._say(matter, text)

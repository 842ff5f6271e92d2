"""The running network: its state, the faults in force, who watches it live, and who carries its events away."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from sandbox.faults import FaultBoard, Faults
from sandbox.settings import Settings
from sandbox.watching import Watchers
from sandbox.world import World

MOST_VISITS = 500


@dataclass(frozen=True)
class Visit:
    """What somebody said by hand, on a page: its id as programs hear of it."""

    handle: str
    kind: str  # post, message, mail, wall, chat, telegram, mastodon, line, bluesky, bluesky-chat, weibo or wechat
    id: str
    at: int


@dataclass
class Network:
    """`mail_waiting` wakes the courier when events were put into the outbox."""

    settings: Settings
    world: World
    faults: FaultBoard = field(default_factory=FaultBoard)
    watchers: Watchers = field(default_factory=Watchers)
    mail_waiting: asyncio.Event = field(default_factory=asyncio.Event)
    visits: deque[Visit] = field(default_factory=lambda: deque(maxlen=MOST_VISITS))

    def prepare(self) -> None:
        """What stands before anybody came: usual faults, and the app that the settings name."""
        self.faults.usual = Faults(rate_limit_scale=self.settings.rate_limit_scale)
        self.faults.clear()
        if self.settings.app_secret is not None:
            self.world.apps.create(self.settings.app_name, self.settings.app_secret)


def network_of(request: HTTPConnection) -> Network:
    network: Network = request.app.state.network
    return network

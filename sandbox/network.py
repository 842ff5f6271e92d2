"""The running network: its state, the faults in force, who watches it live, and who carries its events away."""

import asyncio
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from sandbox.faults import FaultBoard
from sandbox.settings import Settings
from sandbox.watching import Watchers
from sandbox.world import World


@dataclass
class Network:
    """`mail_waiting` wakes the courier when events were put into the outbox."""

    settings: Settings
    world: World
    faults: FaultBoard = field(default_factory=FaultBoard)
    watchers: Watchers = field(default_factory=Watchers)
    mail_waiting: asyncio.Event = field(default_factory=asyncio.Event)


def network_of(request: HTTPConnection) -> Network:
    network: Network = request.app.state.network
    return network

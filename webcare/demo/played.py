"""An exchange of the plan with the ids that the network gave to what was said."""

from __future__ import annotations

from dataclasses import dataclass, field

from webcare.channels.account import Account
from webcare.demo.history import Exchange


@dataclass
class Played:
    """An exchange with the ids that the network gave to what was said."""

    exchange: Exchange
    account: Account
    ids: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.exchange.story.customer.handle or self.exchange.story.customer.name

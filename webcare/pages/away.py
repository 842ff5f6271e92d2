"""Networks that are dark, as the public and the desk are told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.outage import Outage, dark_networks, name_of
from webcare.channels.refuge import open_refuge, plan_of
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.crossing import comes_from, goes_on_in
from webcare.conversations.passage import passages_at
from webcare.conversations.reaching import ways_on


@dataclass(frozen=True, slots=True)
class Refuge:
    """Where people may write to instead: the network, how we are called there, and a link that leads there ("" for none)."""

    network: str
    name: str
    called: str
    link: str

    @classmethod
    def of(cls, account: Account) -> Self:
        can, handle = adapter(account.network).capabilities, account.handle or account.name
        link = can.private_link.replace("{account}", account.external_id).replace("{handle}", account.handle)
        if "@" in handle:
            return cls(account.network, can.name, handle, f"mailto:{handle}")
        return cls(account.network, can.name, account.called, account.seen_at(link))


@dataclass(frozen=True, slots=True)
class Away:
    """A network that is dark: since when, whether for good, and where else people may write."""

    network: str
    name: str
    since: datetime
    since_when: str
    is_closed: bool
    refuge: Refuge | None

    @classmethod
    def of(cls, outage: Outage) -> Self:
        refuge = open_refuge(plan_of(outage.network))
        return cls(
            network=outage.network,
            name=outage.name,
            since=outage.since,
            since_when=outage.since_when,
            is_closed=outage.closed_at is not None,
            refuge=Refuge.of(refuge) if refuge else None,
        )

    @property
    def sentence(self) -> str:
        """What is so."""
        if self.is_closed:
            return _("We are no longer on %(network)s.") % {"network": self.name}
        return _("%(network)s has not been reachable since %(since)s.") % {
            "network": self.name,
            "since": self.since_when,
        }


def aways() -> list[Away]:
    """All of them, the oldest first."""
    return [Away.of(outage) for outage in dark_networks().values()]


@dataclass(frozen=True, slots=True)
class Way:
    """Another conversation, and the name of its network."""

    conversation: Conversation
    name: str
    taken: bool = False  # by the customer, with a code; its network is there


@dataclass(frozen=True, slots=True)
class Detour:
    """What a conversation has to do with others, on other networks.

    `away`: its own is dark. `onward`: where it goes on. `ways`: where it could. `origins`: whose work goes on here.
    """

    away: Away | None
    onward: Way | None
    ways: list[Way]
    origins: list[Way]

    @classmethod
    def of(cls, conversation: Conversation) -> Self | None:
        """None while every network is there and nobody took anything along, which is two looks."""
        dark, onward, origins = dark_networks(), None, []
        for passage in passages_at(conversation):
            if passage.to and passage.conversation == conversation:
                onward = Way(passage.to, name_of(passage.to.network), taken=True)
            else:
                origins.append(Way(passage.conversation, name_of(passage.conversation.network), taken=True))
        outage = dark.get(conversation.network)
        if outage:
            there = goes_on_in(conversation)
            ways = [] if there else ways_on(conversation)
            return cls(Away.of(outage), next(_ways([there]), None) if there else None, list(_ways(ways)), [])
        if dark:
            origins += _ways(comes_from(conversation))
        return cls(None, onward, [], origins) if onward or origins else None


def _ways(conversations: list[Conversation]) -> Iterator[Way]:
    return (Way(one, name_of(one.network)) for one in conversations)

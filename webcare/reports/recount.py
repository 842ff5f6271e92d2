"""A recount by brute force: every raw event read again, one plain loop an exchange, nothing taken from the clocks.

It knows only what the networks brought, so it is right where nobody settled, muted or corrected anything by hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.inbound import Deleted, Parsing, Received
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.conversations.message import ASKING
from webcare.reading.chatter import need


@dataclass(frozen=True, slots=True)
class Recount:
    """Response times in seconds, sorted, and how many exchanges wait."""

    first: list[float]
    follow_up: list[float]
    waiting: int


@dataclass(slots=True)
class _Said:
    at: datetime
    ours: bool
    asks: bool


def recount() -> Recount:
    """Read all parsed receipts again."""
    exchanges: dict[tuple[str, str], dict[str, _Said]] = defaultdict(dict)
    gone: set[str] = set()
    for receipt in Receipt.objects.filter(parsed_at__isnull=False).order_by("pk").iterator(chunk_size=500):
        for inbound in adapter(receipt.network).parse(bytes(receipt.payload), _parsing(receipt)):
            if isinstance(inbound, Deleted):
                gone.add(inbound.external_id)
            elif isinstance(inbound, Received) and not inbound.automatic:
                _note(exchanges[inbound.account, inbound.thread_key], inbound, receipt.received_at)
    return _count([[said for key, said in one.items() if key not in gone] for one in exchanges.values()])


def _note(exchange: dict[str, _Said], inbound: Received, received_at: datetime) -> None:
    """The same post twice is one; an edited one keeps the moment at which it was first said."""
    known = [exchange.pop(key) for key in (*inbound.earlier_ids, inbound.external_id) if key in exchange]
    said = _Said(
        at=min(inbound.sent_at, received_at),
        ours=inbound.ours,
        asks=not inbound.ours and (need(inbound.text).kind in ASKING or bool(inbound.attachments)),
    )
    exchange[inbound.external_id] = _Said(known[0].at, said.ours, said.asks) if known else said


def _count(exchanges: list[list[_Said]]) -> Recount:
    first: list[float] = []
    follow_up: list[float] = []
    waiting = 0
    for exchange in exchanges:
        since: datetime | None = None
        turn = 0
        for said in sorted(exchange, key=lambda said: said.at):
            if said.asks and since is None:
                since = said.at
            elif said.ours and since is not None:
                took: timedelta = said.at - since
                (follow_up if turn else first).append(took.total_seconds())
                since, turn = None, turn + 1
        waiting += since is not None
    return Recount(sorted(first), sorted(follow_up), waiting)


def _parsing(receipt: Receipt) -> Parsing:
    own = Account.objects.filter(network=receipt.network).values_list("external_id", flat=True)
    account = receipt.account.external_id if receipt.account else ""
    return Parsing(received_at=receipt.received_at, account=account, own_ids=frozenset(own))

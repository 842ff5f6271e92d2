"""Every rhythm of the house, one line each: what a worker does when a bell rings, a deadline comes or time passes."""

from __future__ import annotations

from webcare.channels.collecting import collect_quiet, listen
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.clocks.board import take_snapshot
from webcare.clocks.ticking import next_tick, tick
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.ledger.change import prune
from webcare.lib.station import Station, Watch, once


def stations() -> list[Station | Watch]:
    """What one worker does; asked once, when it starts."""
    return [
        Station("receive", receive_waiting, Receipt.objects.next_claimable_at),
        Station("deliver", deliver_waiting, Delivery.objects.next_claimable_at),
        Station("clocks", tick, next_tick),
        Station("board", once(take_snapshot), every=10, has_bell=False),
        Station("catch up", once(collect_quiet), every=300, has_bell=False),
        Station("changes", once(prune), every=300, has_bell=False),
        Watch("mailboxes", listen),
    ]

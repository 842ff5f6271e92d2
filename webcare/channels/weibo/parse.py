"""What the fans service pushed, or what we read from a list, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Inbound, Parsing, Unparsable
from webcare.channels.weibo import private, public
from webcare.channels.weibo.fields import Shape

LISTED = "listed"  # how an envelope of our own is known: what the lists give names no account


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What it tells. Raises Unparsable, and nothing else."""
    event = Shape.read(payload)
    if not event.has(LISTED):
        return private.told(event, parsing)
    kind, account, item = event.words(LISTED), event.identifier("account"), event.shape("item")
    if item.flag("deleted"):  # its words are gone, and nobody knows when it went
        return []
    if kind == "status":
        return [public.mentioned(account, item, parsing)]
    if kind == "comment":
        return [public.commented(account, item, parsing)]
    raise Unparsable(f"Weibo has no list of {kind[:80]!r}.")

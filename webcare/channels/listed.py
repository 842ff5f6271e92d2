"""Lists that we ask a network for: an item that is not what the network promises is set aside alone, and holds up none beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from webcare.channels.adapter import RawEvent
from webcare.channels.inbound import Unparsable
from webcare.channels.receipt import digest
from webcare.channels.shape import Shape

Item = TypeVar("Item", bound=Shape)


@dataclass
class Aside:
    """`events` are the items that nobody understood, to be kept like any other event: each with the sentence about it.

    What stands in a list at every look has the same key each time, so that it is kept once. `wrapped` is the envelope in
    which the network's items are kept, so that one that is played again is read like the others.
    """

    wrapped: Callable[[Any], object] = lambda item: item
    events: list[RawEvent] = field(default_factory=list)

    def taken(self) -> list[RawEvent]:
        """Those that came together since the last time."""
        events, self.events = self.events, []
        return events

    def sound(self, holder: Item, *names: str, reads: Callable[[Item], object]) -> Iterator[Item]:
        """The items of a list from which everything can be read that the caller is going to read; the others go aside."""
        for item in holder.every(*names):
            try:
                found = holder.at(item.where, item.value)
                reads(found)
            except Unparsable as error:
                payload = json.dumps(self.wrapped(item.value), separators=(",", ":")).encode()
                self.events.append(RawEvent(digest(payload), payload, error=str(error)))
            else:
                yield found

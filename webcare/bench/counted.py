"""What came of every message and every answer: by the networks' own ledgers on one side, by the tables on the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.client import Sandbox
from webcare.bench.measure import Measure, at_most
from webcare.bench.street import SQUARES
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.conversations.message import Message

MARK = re.compile(r"\b(Q\d{7}Q|A\d{7}A)\b")


@dataclass(frozen=True, slots=True)
class Counted:
    """Marks by what became of them."""

    posted: Counter[str]  # by network
    arrived: Counter[str]  # by network, each message once
    unacknowledged: int  # events that a network gave up bringing: nobody ever said yes to them
    arrived_twice: int
    set_aside: int
    answered: int
    standing: int
    lost: int
    failed: int
    standing_twice: int
    unconfirmed: int  # and so before the agent, who is asked to look
    shown_twice: int  # answers of ours that are at the desk twice, because they came back as events
    pending: int

    @property
    def is_whole(self) -> bool:
        """Nothing is missing, and nothing is under way."""
        return self.posted == self.arrived and not (self.lost or self.pending)

    def measures(self) -> list[Measure]:
        """For the table."""
        none = at_most(0)
        missing = self.posted.total() - self.arrived.total()
        return [
            *(
                Measure(f"came in from {network}", self.arrived[network], "messages", posted)
                for network, posted in sorted(self.posted.items())
            ),
            Measure("acknowledged and lost", max(0, missing - self.unacknowledged), "messages", goal=none),
            Measure("given up by the network, never acknowledged", self.unacknowledged, "events"),
            Measure("came in twice", self.arrived_twice, "messages", goal=none),
            Measure("set aside", self.set_aside, "events", goal=none),
            Measure("answers that stand on the networks", self.standing, "answers", self.answered),
            Measure("unconfirmed, and shown as such", self.unconfirmed, "answers"),
            Measure("answers lost", self.lost, "answers", goal=none),
            Measure("answers that failed, and say so", self.failed, "answers", goal=none),
            Measure("answers that stand twice", self.standing_twice, "answers", goal=none),
            Measure("answers shown twice at the desk", self.shown_twice, "answers", goal=none),
        ]


def count(network: Sandbox, said: Mapping[str, str], answered: Sequence[str]) -> Counted:
    """`said`: marks of customers with their networks; `answered`: marks that a page has acknowledged."""
    there = _marks(Message.objects.filter(ours=False).values_list("text", flat=True).iterator())
    shown = _marks(Message.objects.filter(ours=True).values_list("text", flat=True).iterator())
    standing = _marks(text for square in SQUARES for text in square.standing(network))
    doubtful = _answers(Delivery.objects.filter(unconfirmed_at__isnull=False).values_list("pk", flat=True))
    failed = _answers(Delivery.objects.filter(failed_at__isnull=False).values_list("pk", flat=True))
    lost = [mark for mark in answered if mark not in standing and mark not in doubtful and mark not in failed]
    counts = network.counts()
    under_way = Receipt.objects.pending().count() + Delivery.objects.pending().count() + counts.waiting
    return Counted(
        posted=Counter(said.values()),
        arrived=Counter(said[mark] for mark in there if mark in said),
        unacknowledged=counts.given_up,
        arrived_twice=sum(times > 1 for times in there.values()),
        set_aside=Receipt.objects.set_aside().count(),
        answered=len(answered),
        standing=sum(mark in standing for mark in answered),
        lost=len(lost),
        failed=len(failed),
        standing_twice=sum(times > 1 for times in standing.values()),
        unconfirmed=len(doubtful),
        shown_twice=sum(times > 1 for times in shown.values()),
        pending=under_way,
    )


def _marks(texts: Iterable[str]) -> Counter[str]:
    """A mark that is quoted in an answer to it is there all the same; the kinds are told apart by their letters."""
    return Counter(mark for text in texts for mark in set(MARK.findall(text)))


def _answers(deliveries: Iterable[int]) -> set[str]:
    return set(_marks(Message.objects.filter(delivery__in=list(deliveries)).values_list("text", flat=True)))

"""A recount by brute force: every raw event read again, plain loops over each exchange, nothing taken from the clocks.

It knows what the networks brought, what our deliveries say, and from the ledger which question a private answer belongs
to and what became of cases; so it is right where nobody settled, muted or corrected anything by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Deleted, Received
from webcare.channels.lateness import LATE_DELIVERY
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import ASKING, Message
from webcare.conversations.ourselves import OurAccounts
from webcare.ledger.event import Event
from webcare.reading.chatter import need
from webcare.reports.solved import FirstSaid, Solved, solved
from webcare.team.organisation import organisation

WORDLESS = {"emoji", "empty", "tag_only"}  # with a picture they say something after all


@dataclass(slots=True)
class Recount:
    """Response times in seconds, sorted; those of messages that the network handed over late apart; who waits."""

    first: list[float] = field(default_factory=list)
    follow_up: list[float] = field(default_factory=list)
    first_late: list[float] = field(default_factory=list)
    follow_up_late: list[float] = field(default_factory=list)
    waiting: int = 0
    solved: Solved = field(default_factory=Solved)

    def times(self, *, follow_up: bool, late: bool) -> list[float]:
        """One of the four."""
        if late:
            return self.follow_up_late if follow_up else self.first_late
        return self.follow_up if follow_up else self.first


@dataclass(slots=True)
class _Ask:
    at: datetime
    received_at: datetime
    stored_at: datetime  # from when on it could be seen here
    late: bool
    asks: bool


@dataclass(slots=True)
class _Answer:
    written_at: datetime
    seen_upto: datetime
    accepted_at: datetime
    in_app: bool  # given on the network itself, so that it answers what was posted before it


@dataclass(slots=True)
class _Exchange:
    asks: dict[str, _Ask] = field(default_factory=dict)
    answers: dict[str, _Answer] = field(default_factory=dict)
    said: list[tuple[datetime, datetime]] = field(
        default_factory=list
    )  # all that the customer said: from when, arrival


Exchanges = dict[tuple[str, str], _Exchange]


def recount() -> Recount:
    """Read all parsed receipts again, then all deliveries that the networks took."""
    exchanges: Exchanges = defaultdict(_Exchange)
    gone: set[str] = set()
    for received_at, stored_at, inbound in _read_again():
        if isinstance(inbound, Deleted):
            gone.add(inbound.external_id)
            continue
        exchange = exchanges[inbound.account, inbound.thread_key]
        if not inbound.ours:
            exchange.said.append((min(inbound.sent_at, received_at), received_at))
        if not inbound.automatic:
            _note(exchange, inbound, received_at, stored_at)
    _note_deliveries(exchanges)
    counted = Recount(solved=solved(_first_said(exchanges)))
    for exchange in exchanges.values():
        _count(exchange, gone, counted)
    for times in (counted.first, counted.follow_up, counted.first_late, counted.follow_up_late):
        times.sort()
    return counted


def _read_again() -> Iterator[tuple[datetime, datetime, Received | Deleted]]:
    """Each event with when it was received, and when it was understood."""
    ours = OurAccounts()
    for receipt in Receipt.objects.filter(parsed_at__isnull=False).exclude(payload=b"").order_by("pk").iterator(500):
        for inbound in adapter(receipt.network).parse(bytes(receipt.payload), ours.parsing(receipt)):
            if isinstance(inbound, Received | Deleted):
                yield receipt.received_at, receipt.parsed_at or receipt.received_at, inbound


def _note(exchange: _Exchange, inbound: Received, received_at: datetime, stored_at: datetime) -> None:
    """The same post twice is one; an edited one keeps the moment at which it was first said."""
    if inbound.ours:
        answer = _Answer(inbound.sent_at, inbound.sent_at, inbound.sent_at, in_app=True)
        exchange.answers.setdefault(inbound.external_id, answer)
        return
    ids = [key for key in (*inbound.earlier_ids, inbound.external_id) if key in exchange.asks]
    known = [exchange.asks.pop(key) for key in ids]
    kind = need(inbound.text).kind
    asks = kind in ASKING or (kind in WORDLESS and bool(inbound.attachments))
    began = known[0] if known else _Ask(
        min(inbound.sent_at, received_at), received_at, stored_at, received_at - inbound.sent_at > LATE_DELIVERY, asks
    )  # fmt: skip
    began.asks = asks if inbound.edited or not known else began.asks
    exchange.asks[inbound.external_id] = began


def _note_deliveries(exchanges: Exchanges) -> None:
    """What was written here: it answers what had arrived when it was written, and counts from when the network took it.

    Written in private to a public question, it answers that question, wherever the network shows it. What we say by
    ourselves, such as a code that proves who somebody is, answers nothing.
    """
    echoed = {key: exchange for exchange in exchanges.values() for key in exchange.answers}
    asked = _asked_where()
    wait = organisation().take_back
    sent = Delivery.objects.filter(sent_at__isnull=False, failed_at=None).select_related("account")
    for delivery in sent.order_by("pk"):
        told = asked.get(delivery.pk)
        there = (delivery.account.external_id, delivery.outgoing["thread_key"])
        place = echoed.get(delivery.external_id) or exchanges.get(there)
        if told and (told.automatic or told.place):
            if place:
                place.answers.pop(delivery.external_id, None)
            place = exchanges.get(told.place) if told.place and not told.automatic else None
        if place and delivery.sent_at:
            written_at = delivery.release_at - wait
            seen_upto = (told and told.seen_upto) or written_at
            answer = _Answer(written_at, seen_upto, delivery.sent_at, in_app=False)
            place.answers[delivery.external_id] = answer


@dataclass(frozen=True, slots=True)
class _Told:
    place: tuple[str, str] | None  # of the question, where it is another than that of the answer
    automatic: bool
    seen_upto: datetime | None  # the newest that its writer had before them


def _asked_where() -> dict[int, _Told]:
    """Delivery → the exchange in which somebody pressed “Answer”, as the ledger noted it at that moment."""
    under = dict(Event.objects.filter(verb="reply.queued").values_list("subject_id", "under_id"))
    places = _places()
    written = Message.objects.filter(delivery__isnull=False).values_list(
        "pk", "delivery_id", "conversation_id", "automatic", "seen_upto"
    )
    return {
        delivery: _Told(places.get(under.get(message)) if under.get(message) != conversation else None, automatic, seen)
        for message, delivery, conversation, automatic, seen in written
    }


def _places() -> dict[int | None, tuple[str, str]]:
    rows = Conversation.objects.values_list("pk", "account__external_id", "thread_key")
    return {pk: (account, thread) for pk, account, thread in rows}


def _first_said(exchanges: Exchanges) -> FirstSaid:
    places = _places()

    def first(conversation: int, upto: datetime) -> datetime | None:
        exchange = exchanges.get(places.get(conversation, ("", "")))
        return min((at for at, arrived in exchange.said if arrived <= upto), default=None) if exchange else None

    return first


def _count(exchange: _Exchange, gone: set[str], counted: Recount) -> None:
    open_asks = [ask for key, ask in exchange.asks.items() if ask.asks and key not in gone]
    turn = 0
    for answer in sorted(exchange.answers.values(), key=lambda answer: answer.written_at):
        covered = [ask for ask in open_asks if (ask.at if answer.in_app else ask.stored_at) <= answer.seen_upto]
        if not covered:
            continue
        took = max(answer.accepted_at - min(ask.at for ask in covered), timedelta(0)).total_seconds()
        late = any(ask.late for ask in covered)
        counted.times(follow_up=turn > 0, late=late).append(took)
        open_asks = [ask for ask in open_asks if ask not in covered]
        turn += 1
    counted.waiting += bool(open_asks)

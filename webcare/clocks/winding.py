"""Keep the clocks in step with what happened: recomputed from the facts, so that doing it twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from webcare.cases.case import Case
from webcare.clocks.clock import Clock
from webcare.clocks.deadline import deadline, soon_from
from webcare.clocks.hours import ClosedForever
from webcare.clocks.promise import Facts, Kind, Promise, choose
from webcare.clocks.promising import promises
from webcare.clocks.turns import Answer, Ask, Turn, turns
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import ASKING, Message
from webcare.ledger.change import changed
from webcare.lib.copying import copy_in
from webcare.lib.waking import CLOCKS, WORK, wake

WOUND = (
    "promise_kind", "language", "urgent", "late_delivered", "promise_name", "promise_minutes", "started_at",
    "arrived_at", "due_at", "soon_from", "wake_at", "stopped_at", "cancelled_at", "stopped_by_message",
)  # fmt: skip


def wind(conversation_ids: Collection[int]) -> None:
    """Bring the clocks of these conversations up to date with their messages."""
    wanted = sorted(set(conversation_ids))
    if not wanted:
        return
    with transaction.atomic():
        places = _places(wanted)
        known = {(c.conversation_id, c.first_message): c for c in Clock.objects.filter(conversation_id__among=wanted)}
        agreed = Agreed()
        right = {
            (pk, turn.first): _clock(places[pk], turn, position, agreed)
            for pk, turned in turns_of(wanted).items()
            for position, turn in enumerate(turned)
        }
        if _apply(known, right):
            changed(["board"])
            wake(WORK, CLOCKS)


def wind_case(case: Case) -> None:
    """A case has one clock, from the customer's first message to the solution; reopening lets the same one run on."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        spans = {"started_at": case.started_at, "arrived_at": case.opened_at, "stopped_at": case.closed_at}
        if not Clock.objects.filter(case=case).update(**spans):  # what a tick wrote meanwhile stays written
            clock = Clock(case=case, promise_kind="resolution", brand_id=case.brand_id, **spans)
            set_deadline(clock, choose(promises(), Facts("resolution")))
            clock.save()
            Case.objects.filter(pk=case.pk).update(due_at=clock.due_at)
        changed(["board", case.topic])
        wake(WORK, CLOCKS)


def turns_of(conversation_ids: Collection[int]) -> dict[int, list[Turn]]:
    """The turns of each conversation, from its messages."""
    asks: dict[int, list[Ask]] = defaultdict(list)
    answers: dict[int, list[Answer]] = defaultdict(list)
    for row in _messages(conversation_ids):
        if row.ours:
            answers[row.place].append(row.answer())
        else:
            asks[row.place].append(row.ask())
    return {pk: turns(asks[pk], answers[pk]) for pk in asks}


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    place: int
    ours: bool
    counts_from: datetime
    received_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    late_delivered: bool
    urgent: str
    delivery_id: int | None
    stored_at: datetime | None
    seen_upto: datetime | None

    def ask(self) -> Ask:
        return Ask(
            id=self.pk,
            counts_from=self.counts_from,
            received_at=self.received_at,
            late_delivered=self.late_delivered,
            urgent=bool(self.urgent),
            settled_at=self.settled_at,
            stored_at=self.stored_at,
        )

    def answer(self) -> Answer:
        echo = self.delivery_id is None
        written_at = (self.sent_at or self.received_at) if echo else self.received_at
        return Answer(self.pk, written_at, self.sent_at, echo, self.seen_upto)


def _messages(conversation_ids: Collection[int]) -> list[_Row]:
    fields = (
        "counts_from", "received_at", "sent_at", "settled_at", "late_delivered", "urgent", "delivery_id",
        "stored_at", "seen_upto",
    )  # fmt: skip
    asked = Q(ours=False, need__in=ASKING, deleted_at=None)
    answered = Q(ours=True, delivery__failed_at=None, delivery__cancelled_at=None)
    rows = (
        Message.objects.filter(asked | answered, automatic=False)
        .filter(Q(conversation_id__among=conversation_ids) | Q(covers_id__among=conversation_ids))
        .values_list("pk", "conversation_id", "covers_id", "account_id", "covers__account_id", "ours", *fields)
    )
    return [
        _Row(pk, answered_in, ours, *rest)
        for pk, place, covers, here, there, ours, *rest in rows
        for answered_in in _answered_in(place, covers, crosses=here != there)
    ]


def _answered_in(place: int, covers: int | None, *, crosses: bool) -> Sequence[int]:
    """What covers a conversation of another account, whose customer goes on here, answers both; see `settling`."""
    if covers is None:
        return (place,)
    return (covers, place) if crosses else (covers,)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a clock takes over from its conversation."""

    pk: int
    brand_id: int
    network: str
    language: str


def _places(wanted: Collection[int]) -> dict[int, _Place]:
    """The conversations, locked in their order, so that two batches do not wait for each other."""
    rows = Conversation.objects.filter(pk__among=wanted).order_by("pk").select_for_update()
    return {row[0]: _Place(*row) for row in rows.values_list("pk", "brand_id", "network", "language")}


class Agreed:
    """The promises, read once a batch, and which of them holds for which kind of message."""

    def __init__(self) -> None:
        self._promises = promises()
        self._chosen: dict[Facts, Promise | None] = {}

    def choose(self, facts: Facts) -> Promise | None:
        """The same answer as `promise.choose`; a batch asks the same few questions again and again."""
        if facts not in self._chosen:
            self._chosen[facts] = choose(self._promises, facts)
        return self._chosen[facts]


def _clock(place: _Place, turn: Turn, position: int, agreed: Agreed) -> Clock:
    kind: Kind = "follow_up" if position else "first"
    clock = Clock(
        conversation_id=place.pk,
        brand_id=place.brand_id,
        network=place.network,
        language=place.language,
        promise_kind=kind,
        urgent=turn.urgent,
        late_delivered=turn.late_delivered,
        started_at=turn.started_at,
        arrived_at=turn.arrived_at,
        stopped_at=turn.stopped_at,
        cancelled_at=turn.cancelled_at,
        stopped_by_message=turn.answer if turn.stopped_at else None,
        first_message=turn.first,
    )
    facts = Facts(kind, place.network, place.language or None, "urgent" if turn.urgent else "normal")
    set_deadline(clock, agreed.choose(facts))
    return clock


def set_deadline(clock: Clock, promise: Promise | None) -> None:
    """When the clock is near its end, when it is late, when to look at it next; nothing where nothing is promised."""
    if promise is None:
        return
    try:
        clock.due_at = deadline(promise, clock.started_at)
        clock.soon_from = soon_from(promise, clock.started_at)
    except ClosedForever:
        return
    clock.promise_name, clock.promise_minutes = promise.name, promise.minutes
    clock.wake_at = clock.soon_from


def _apply(known: dict[tuple[int | None, int | None], Clock], right: dict[tuple[int, int], Clock]) -> bool:
    fresh = [clock for key, clock in right.items() if key not in known]
    moving = {known[key].pk: clock for key, clock in right.items() if key in known and _follow(known[key], clock)}
    moved = [stored for stored in _held(moving) if _follow(stored, moving[stored.pk])]
    merged = [clock.pk for key, clock in known.items() if key not in right]
    copy_in(fresh)
    _rewind(moved)
    if merged:  # their messages were deleted, found to need no answer, or joined an earlier turn
        Clock.objects.filter(pk__among=merged).delete()
    return bool(fresh or moved or merged)


def _held(clock_ids: Collection[int]) -> list[Clock]:
    """Read again and locked, so that what a tick announced between is not announced twice."""
    return list(Clock.objects.filter(pk__among=clock_ids).order_by("pk").select_for_update()) if clock_ids else []


def _rewind(moved: Sequence[Clock]) -> None:
    """Write what `_follow` changed, in one statement."""
    if not moved:
        return
    columns = ", ".join(f"{name} = v.{name}" for name in WOUND)
    values = ", ".join(f"%s::{Clock._meta.get_field(name).db_type(connection)}[]" for name in WOUND)
    names = ", ".join(WOUND)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE webcare_clock c SET {columns} FROM unnest(%s::bigint[], {values}) AS v (id, {names}) "  # noqa: S608 - our own
            "WHERE c.id = v.id",
            [[clock.pk for clock in moved], *([getattr(clock, name) for clock in moved] for name in WOUND)],
        )


def _follow(stored: Clock, right: Clock) -> bool:
    """Take over what is right; a clock keeps the promise that it started with unless its start or urgency moved."""
    if (stored.started_at, stored.urgent, stored.promise_kind) == (right.started_at, right.urgent, right.promise_kind):
        right.due_at, right.soon_from, right.wake_at = (stored.due_at, stored.soon_from, stored.wake_at)
        right.promise_name, right.promise_minutes = (stored.promise_name, stored.promise_minutes)
    elif stored.fired_at and right.due_at:
        right.wake_at = None
    if all(getattr(stored, name) == getattr(right, name) for name in WOUND):
        return False
    for name in WOUND:
        setattr(stored, name, getattr(right, name))
    return True

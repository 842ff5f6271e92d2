"""The first five minutes of the demo: how far a visitor's own story has come, by what really happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webcare.clocks import board
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.message import Message
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.person import Person

STEPS = 5
LOOKED_AT = 10
TAKING = ("conversation.claimed", "conversation.taken_over")


@dataclass(frozen=True, slots=True)
class Progress:
    """Each step holds what proves it; None: not yet."""

    asked: Message | None = None
    taken: bool = False
    answer: Message | None = None
    clock: Clock | None = None
    answered_last_hour: int | None = None  # once the board counts this answer too

    @property
    def stands(self) -> bool:
        """Whether the answer is on the network."""
        return bool(self.answer and self.answer.delivery and self.answer.delivery.sent_at)

    @property
    def done(self) -> int:
        """How many of the five steps are done, one after the other."""
        steps = (self.asked, self.taken, self.answer, self.stands, self.answered_last_hour is not None)
        return next((place for place, step in enumerate(steps) if not step), STEPS)

    @property
    def arrived_after(self) -> float | None:
        """Seconds from the customer's post to the desk."""
        if self.asked is None or self.asked.sent_at is None:
            return None
        return max(0.0, (self.asked.received_at - self.asked.sent_at).total_seconds())

    @property
    def arrived_at_once(self) -> bool:
        """So soon that a tenth of a second would be told as none."""
        return self.arrived_after is not None and round(self.arrived_after, 1) == 0

    @property
    def waited(self) -> timedelta | None:
        """From the customer's post to the answer on the network."""
        return self.clock.stopped_at - self.clock.started_at if self.clock and self.clock.stopped_at else None


@dataclass(frozen=True, slots=True)
class AtWork:
    """A colleague who has a conversation now."""

    person: Person
    conversation: Conversation


def progress_of(person: Person, external_ids: Sequence[str]) -> Progress:
    """The story that came farthest, among what was said under these ids."""
    asked = (
        Message.objects.filter(external_id__in=external_ids, ours=False, conversation__in=_visible(person))
        .select_related("conversation__handle")
        .order_by("-received_at")[:LOOKED_AT]
    )
    return max((_progress(person, message) for message in asked), key=lambda each: each.done, default=Progress())


def colleagues_at_work(person: Person, most: int = 2) -> list[AtWork]:
    """Who has something in hand, the latest first."""
    held = (
        _visible(person)
        .filter(held_until__gt=now(), holder__isnull=False)
        .exclude(holder=person)
        .select_related("holder", "handle")
        .order_by("-held_until")
    )
    return [AtWork(each.holder, each) for each in held[:most] if each.holder]


def _visible(person: Person) -> ConversationQuerySet:
    return Conversation.objects.visible_to(person)


def _progress(person: Person, asked: Message) -> Progress:
    home = asked.conversation
    answer = (
        Message.objects.filter(ours=True, author=person, received_at__gte=asked.received_at)
        .filter(conversation=home, delivery__cancelled_at=None)
        .select_related("delivery")
        .order_by("received_at")
        .first()
    )
    taken = bool(answer) or home.holder_id == person.pk or _took(person, home, asked.received_at)
    clock = Clock.objects.filter(conversation=home, stopped_by_message=answer.pk).first() if answer else None
    return Progress(asked, taken, answer, clock, _counted(clock))


def _took(person: Person, home: Conversation, since: datetime) -> bool:
    return Event.objects.filter(
        verb__in=TAKING, actor_kind="person", actor_id=person.pk, subject_kind="conversation", subject_id=home.pk,
        at__gte=since,
    ).exists()  # fmt: skip


def _counted(clock: Clock | None) -> int | None:
    latest = board.latest()
    if clock is None or clock.stopped_at is None or latest is None or latest.at < clock.stopped_at:
        return None
    return latest.overall.answered

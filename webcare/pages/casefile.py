"""A case as it is read: what was said on every network, what was noted, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Self

from webcare.cases.case import Case, CaseNote
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.note import Note
from webcare.conversations.reacting import with_reactions
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.pages.desk import Desk
from webcare.pages.timeline import Line, told
from webcare.routing.queue import Filters, queue_of

NEWEST = 100
HISTORY = 40
EARLIER = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the flow; exactly one of the three is set."""

    at: datetime
    key: str
    message: Message | None = None
    note: Note | None = None
    case_note: CaseNote | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the page of a case shows; `only` is the conversation to which the flow is narrowed."""

    case: Case
    clock: Clock | None
    conversations: list[Conversation]
    only: Conversation | None
    entries: list[Entry]
    left_out: int
    timeline: list[Line]
    more_happened: bool
    customer: Customer | None
    handles: list[Handle]
    other_cases: list[Case]

    @classmethod
    def of(cls, desk: Desk, case: Case, *, only: int | None = None, all_of_it: bool = False) -> Self:
        """In a fixed number of queries."""
        talks = list(queue_of(desk.person, desk.at, Filters(tab="all")).filter(cases=case).order_by("opened_at", "pk"))
        chosen = next((talk for talk in talks if talk.pk == only), None)
        messages, left_out = _messages(desk, [chosen] if chosen else talks, None if all_of_it else NEWEST)
        events = list(desk.story(case, [talk.pk for talk in talks])[: None if all_of_it else HISTORY + 1])
        shown = events if all_of_it else events[:HISTORY]
        others = (
            desk.cases().filter(customer=case.customer).exclude(pk=case.pk) if case.customer else desk.cases().none()
        )
        return cls(
            case=case,
            clock=case.clocks.first(),
            conversations=talks,
            only=chosen,
            entries=sorted(_entries(desk, case, talks, messages, chosen), key=lambda entry: (entry.at, entry.key)),
            left_out=left_out,
            timeline=told(desk, shown, {talk.pk: talk.network for talk in talks}),
            more_happened=len(events) > len(shown),
            customer=case.customer,
            handles=list(desk.handles().filter(customer=case.customer).order_by("network", "pk"))
            if case.customer
            else [],
            other_cases=list(others.order_by("closed_at", "-opened_at")[:EARLIER]),
        )

    @property
    def topics(self) -> str:
        """What the page listens to."""
        return " ".join([self.case.topic, *(talk.topic for talk in self.conversations)])

    @property
    def to_answer(self) -> Conversation | None:
        """Where somebody waits longest, else the newest."""
        waiting = [talk for talk in self.conversations if talk.is_waiting]
        if waiting:
            return min(waiting, key=lambda talk: (talk.waiting_since, talk.pk))
        return max(self.conversations, key=lambda talk: (talk.last_message_at, talk.pk), default=None)


def _messages(desk: Desk, talks: list[Conversation], newest: int | None) -> tuple[list[Message], int]:
    rows = desk.messages().filter(conversation__in=talks)
    around = ("author", "delivery", "handle", "account", "conversation")
    read = rows.select_related(*around).prefetch_related("attachments", "revisions")
    messages = list(read.order_by("-counts_from", "-pk")[:newest])
    with_reactions(messages)
    return messages, rows.count() - len(messages)


def _entries(
    desk: Desk, case: Case, talks: list[Conversation], messages: list[Message], only: Conversation | None
) -> Iterator[Entry]:
    notes = desk.notes().filter(conversation__in=[only] if only else talks, removed_at=None).select_related("author")
    case_notes = [] if only else case.notes.select_related("author")
    return chain(
        (Entry(message.counts_from, f"m{message.pk}", message=message) for message in messages),
        (Entry(note.at, f"n{note.pk}", note=note) for note in notes),
        (Entry(note.at, f"o{note.pk}", case_note=note) for note in case_notes),
    )

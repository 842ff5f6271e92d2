"""A conversation as it is read: messages, notes and what was done, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import prefetch_related_objects

from webcare.channels.adapter import Capabilities
from webcare.channels.registry import adapter
from webcare.conversations.attaching import waiting_files
from webcare.conversations.carrying import with_what_they_carry
from webcare.conversations.conversation import Conversation
from webcare.conversations.draft import Draft
from webcare.conversations.message import Message
from webcare.conversations.note import Note
from webcare.conversations.reacting import with_reactions
from webcare.conversations.watching import Company
from webcare.ledger.event import Event
from webcare.lib.now import real_now
from webcare.pages.away import Detour
from webcare.pages.desk import Desk
from webcare.pages.timeline import titles_of, to_whom
from webcare.pages.writing import Writing
from webcare.routing.queue import why as why_now
from webcare.team.person import Person

NEWEST = 80
TOLD = (
    "conversation.closed", "conversation.dismissed", "conversation.reopened", "conversation.snoozed",
    "conversation.assigned", "conversation.taken_over", "conversation.led", "conversation.passed",
    "conversation.came_back", "conversation.mailed", "case.gathered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the flow; exactly one of the three is set."""

    at: datetime
    key: str
    message: Message | None = None
    note: Note | None = None
    event: Event | None = None
    actor: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the middle column shows."""

    entries: list[Entry]
    earlier: int
    why: str
    holder: Person | None
    mine: bool
    due_at: datetime | None
    soon_from: datetime | None
    capabilities: Capabilities
    writing: Writing
    company: list[Company]
    detour: Detour | None

    @classmethod
    def of(cls, desk: Desk, conversation: Conversation, *, all_of_it: bool = False, why: str = "") -> Talk:
        """Everything about the conversation that one reads, in a fixed number of queries."""
        messages = _messages(conversation, None if all_of_it else NEWEST)
        holder = conversation.holder_at(desk.at)
        clock = conversation.clocks.running().order_by("started_at").first()
        detour = Detour.of(conversation)
        mine = holder is not None and holder.pk == desk.person.pk
        conversation.due_at = clock.due_at if clock else None  # type: ignore[attr-defined]  # as queue_of annotates it
        return cls(
            entries=sorted(_entries(desk, conversation, messages), key=lambda entry: (entry.at, entry.key)),
            earlier=0 if all_of_it or len(messages) < NEWEST else conversation.messages.count() - len(messages),
            why=why or (why_now(conversation, desk.person, desk.at) if mine and conversation.is_waiting else ""),
            holder=holder,
            mine=mine,
            due_at=clock.due_at if clock else None,
            soon_from=clock.soon_from if clock else None,
            capabilities=adapter(conversation.network).capabilities,
            writing=Writing.of(
                desk.person,
                detour.onward.conversation if detour and detour.onward else conversation,
                _draft(desk, conversation),
                waiting_files(desk.person, conversation),
            ),
            company=conversation.company(real_now(), besides=desk.person),
            detour=detour,
        )


def _messages(conversation: Conversation, newest: int | None) -> list[Message]:
    """With what the flow shows of them; account and customer are those of the conversation, but for a few."""
    rows = conversation.messages.select_related("author", "delivery").defer("search", "searchable")
    messages = list(rows.order_by("-counts_from", "-pk")[:newest])
    strangers = []
    for message in messages:
        if message.account_id == conversation.account_id:
            message.account = conversation.account
        if message.handle_id == conversation.handle_id:
            message.handle = conversation.handle
        elif message.handle_id is not None:
            strangers.append(message)
    prefetch_related_objects(strangers, "handle")
    with_reactions(messages)
    with_what_they_carry(messages)
    return messages


def _entries(desk: Desk, conversation: Conversation, messages: list[Message]) -> Iterator[Entry]:
    start = min((message.counts_from for message in messages), default=conversation.opened_at)
    notes = conversation.notes.filter(at__gte=start, removed_at=None).select_related("author")
    events = list(desk.history("conversation", conversation.pk).filter(verb__in=TOLD, at__gte=start, undone_at=None))
    names, titles = desk.names(event.actor_id for event in events), titles_of(desk, events)
    return chain(
        (Entry(message.counts_from, f"m{message.pk}", message=message) for message in messages),
        (Entry(note.at, f"n{note.pk}", note=note) for note in notes),
        (
            Entry(
                event.at,
                f"e{event.pk}",
                event=event,
                actor=names.get(event.actor_id or 0, ""),
                detail=to_whom(event, titles),
            )
            for event in events
        ),
    )


def _draft(desk: Desk, conversation: Conversation) -> list[Draft]:
    return list(conversation.drafts.filter(person=desk.person))

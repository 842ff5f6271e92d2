"""A case follows its customer: to whoever a handle turns out to belong to, and to the network where a conversation goes on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from webcare.cases.case import Case, Gathering
from webcare.conversations.conversation import Conversation
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.team.person import Person


def follow(handle_ids: Collection[int]) -> None:
    """Bring the customer of every case up to date in which one of these handles has a conversation."""
    for case in Case.objects.filter(conversations__handle__in=handle_ids).distinct().order_by("pk"):
        first = Gathering.objects.filter(case=case).select_related("conversation__handle").order_by("at", "pk").first()
        if first and case.customer_id != first.conversation.handle.customer_id:
            Case.objects.filter(pk=case.pk).update(customer=first.conversation.handle.customer_id)
            changed([case.topic, "cases"])


def follow_along(events: Sequence[Event]) -> None:
    """What goes on elsewhere belongs to the same open cases. A reaction."""
    for event in events:
        there = Conversation.objects.get(pk=event.under_id or 0)
        by = Person.objects.filter(pk=event.actor_id or 0).first()  # nobody, where the customer went by themselves
        for case in Case.objects.open().filter(conversations=event.subject_id).order_by("pk"):
            case.gather(there, by)

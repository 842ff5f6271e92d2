"""A case follows its customer: when a handle turns out to be somebody else's, the cases that began with it move along."""

from __future__ import annotations

from collections.abc import Collection

from webcare.cases.case import Case, Gathering
from webcare.ledger.change import changed


def follow(handle_ids: Collection[int]) -> None:
    """Bring the customer of every case up to date in which one of these handles has a conversation."""
    for case in Case.objects.filter(conversations__handle__in=handle_ids).distinct().order_by("pk"):
        first = Gathering.objects.filter(case=case).select_related("conversation__handle").order_by("at", "pk").first()
        if first and case.customer_id != first.conversation.handle.customer_id:
            Case.objects.filter(pk=case.pk).update(customer=first.conversation.handle.customer_id)
            changed([case.topic, "cases"])

"""A customer: every handle, everything that was said and done, and who else they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from webcare.cases.case import Case
from webcare.conversations.conversation import Conversation
from webcare.conversations.restriction import Restriction
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.ledger.event import Event
from webcare.pages.base import DeskRequest, needs
from webcare.pages.desk import Desk
from webcare.pages.timeline import Line, told
from webcare.routing.queue import Filters, queue_of
from webcare.team.person import Role

NEWEST = 50
HISTORY = 40


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """All that this person may know of a customer."""

    customer: Customer
    handles: list[Handle]
    conversations: list[Conversation]
    conversation_count: int
    cases: list[Case]
    restrictions: list[Restriction]
    timeline: list[Line]
    first_seen: datetime

    @classmethod
    def of(cls, desk: Desk, customer: Customer) -> Self:
        """In a fixed number of queries."""
        handles = list(desk.handles().filter(customer=customer).order_by("first_seen_at", "pk"))
        talks = queue_of(desk.person, desk.at, Filters(tab="all")).filter(handle__in=handles)
        limits = desk.restrictions().filter(handle__in=handles).select_related("handle", "account", "by")
        counted = desk.conversations().filter(handle__in=handles).aggregate(count=Count("pk"), first=Min("opened_at"))
        return cls(
            customer=customer,
            handles=handles,
            conversations=list(talks.prefetch_related("cases")[:NEWEST]),
            conversation_count=counted["count"],
            cases=list(desk.cases().filter(customer=customer).select_related("owner").order_by("closed_at", "-pk")),
            restrictions=list(limits.order_by("-at")),
            timeline=told(desk, list(_deeds(desk, handles)[:HISTORY])),
            first_seen=min(customer.since, counted["first"] or customer.since),
        )


def _deeds(desk: Desk, handles: Sequence[Handle]) -> QuerySet[Event]:
    """What was done with these handles, except by the accounts of brands that this person does not see."""
    mine = Q(data__account__isnull=True) | Q(data__account__in=list(desk.accounts().values_list("pk", flat=True)))
    return desk.events("handle", [handle.pk for handle in handles]).filter(mine)


@needs(Role.READER)
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """One customer; who was found to be somebody else leads on to them."""
    if (heir := request.desk.heir(pk)) is not None:
        return redirect("customer", heir.pk)
    known = Acquaintance.of(request.desk, request.desk.customer(pk))
    return render(request, "customers/show.html", {"known": known, "customer": known.customer})

"""Cases by number, title or resolution."""

from __future__ import annotations

from django.db.models import Q

from webcare.cases.case import Case
from webcare.search.query import Query
from webcare.team.person import Person

MOST = 20


def find(person: Person, query: Query) -> list[Case]:
    """The cases that this person sees whose number it is, or whose title or resolution holds every word."""
    words = [term.text.lstrip("#") for term in query.terms if not term.without]
    if not words:
        return []
    wanted = Q()
    for word in words:
        holds = Q(title__icontains=word) | Q(resolution__icontains=word)
        wanted &= (
            holds | Q(pk=int(word)) if word.isdecimal() and len(word) < 18 else holds
        )  # noqa: PLR2004 - bigint
    rows = (
        Case.objects.visible_to(person)
        .filter(wanted)
        .select_related("owner", "category", "customer")
    )
    return list(rows.order_by("-opened_at")[:MOST])

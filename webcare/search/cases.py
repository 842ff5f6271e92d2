"""Cases by number, title or resolution."""

from __future__ import annotations

from django.db.models import Q

from webcare.cases.case import Case
from webcare.search.query import Query
from webcare.team.person import Person

MOST = 20
BIGINT = 18  # so many digits always fit


def find(person: Person, query: Query) -> list[Case]:
    """The cases that this person sees and that fit, newest first."""
    if not any(not term.without for term in query.terms):
        return []
    rows = Case.objects.visible_to(person).filter(fitting(query)).select_related("owner", "category", "customer")
    return list(rows.order_by("-opened_at")[:MOST])


def fitting(query: Query) -> Q:
    """The number, or every word in the title or the resolution, and none of those that are excluded."""
    wanted = Q()
    for term in query.terms:
        wanted &= ~_holds(term.text) if term.without else _holds(term.text)
    return wanted


def _holds(text: str) -> Q:
    word = text.lstrip("#")
    held = Q(title__icontains=word) | Q(resolution__icontains=word)
    return held | Q(pk=int(word)) if word.isascii() and word.isdecimal() and len(word) < BIGINT else held

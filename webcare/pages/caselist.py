"""The list of cases: its tabs, filters and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import F, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webcare.cases.case import Case, Category
from webcare.clocks.clock import soon_from_of_case
from webcare.pages.base import number
from webcare.pages.desk import Desk
from webcare.search import cases as searching
from webcare.search.query import parse

STEP = 50
FURTHEST = 10_000  # pages; PostgreSQL counts no further than rows can be
TABS: Mapping[str, str | Promise] = {
    "open": _("Open"),
    "mine": _("Mine"),
    "free": _("Nobody's"),
    "late": _("Late"),
    "closed": _("Closed"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says, made sense of; nonsense means no filter."""

    tab: str = "open"
    category: int | None = None
    typed: str = ""
    page: int = 1

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Self:
        tab = params.get("tab", "")
        return cls(
            tab=tab if tab in TABS else "open",
            category=number(params.get("category")),
            typed=params.get("q", "")[:400],
            page=min(max(number(params.get("page")) or 1, 1), FURTHEST),
        )

    @property
    def query(self) -> str:
        """The address of the same list, without what goes without saying."""
        said = {"tab": self.tab, "category": self.category, "q": self.typed, "page": self.page}
        usual = {"tab": "open", "category": None, "q": "", "page": 1}
        return urlencode({name: value for name, value in said.items() if value != usual[name]})


@dataclass(frozen=True, slots=True)
class Tab:
    """A heading of the list, with how many are under it."""

    label: str | Promise
    count: int | None
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of the list as the template shows it."""

    filters: Filters
    rows: list[Case]
    tabs: list[Tab]
    categories: list[Category]
    later: str | None  # the addresses of the neighbouring pages
    earlier: str | None

    @classmethod
    def of(cls, desk: Desk, params: Mapping[str, str]) -> Self:
        """In a fixed number of queries."""
        filters = Filters.of(params)
        start = (filters.page - 1) * STEP
        found = list(_shown(desk, filters)[start : start + STEP + 1])
        return cls(
            filters,
            found[:STEP],
            [_tab(desk, key, filters) for key in TABS],
            list(desk.categories()),
            replace(filters, page=filters.page - 1).query if filters.page > 1 else None,
            replace(filters, page=filters.page + 1).query if len(found) > STEP else None,
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters.category or self.filters.typed)


def _shown(desk: Desk, filters: Filters) -> QuerySet[Case]:
    talks = Prefetch("conversations", desk.conversations().select_related("handle").order_by("opened_at"))
    rows = _found(desk, filters).annotate(soon_from=soon_from_of_case())
    rows = rows.select_related("owner", "category", "customer").prefetch_related(talks)
    return (
        rows.order_by("-closed_at", "-pk")
        if filters.tab == "closed"
        else rows.order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def _found(desk: Desk, filters: Filters) -> QuerySet[Case]:
    rows = _of_tab(desk, filters.tab)
    if filters.category:
        rows = rows.filter(category=filters.category)
    return rows.filter(searching.fitting(parse(filters.typed))) if filters.typed.strip() else rows


def _of_tab(desk: Desk, tab: str) -> QuerySet[Case]:
    rows = desk.cases()
    if tab == "closed":
        return rows.filter(closed_at__isnull=False)
    rows = rows.filter(closed_at=None)
    if tab == "mine":
        return rows.filter(owner=desk.person)
    if tab == "free":
        return rows.filter(owner=None)
    return rows.filter(due_at__lt=desk.at) if tab == "late" else rows


def _tab(desk: Desk, key: str, filters: Filters) -> Tab:
    there = replace(filters, tab=key, page=1)
    count = None if key == "closed" else _found(desk, there).count()
    return Tab(TABS[key], count, there.query, key == filters.tab)

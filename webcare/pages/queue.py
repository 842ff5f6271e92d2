"""What waits: the list on the left of the desk, its tabs, filters and saved views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.desk import Desk
from webcare.routing.line import Line, listed
from webcare.routing.queue import COUNTED, TABS, Filters, counts, first_of
from webcare.team.person import Role

STEP = 60
MOST = 600
LABELS: Mapping[str, str | Promise] = {
    "waiting": _("Waiting"),
    "mine": _("Mine"),
    "team": _("Team"),
    "snoozed": _("Snoozed"),
    "all": _("All"),
}
CONDITIONS = ("network", "language", "team", "label", "urgent", "privacy")


@dataclass(frozen=True, slots=True)
class Tab:
    """A heading of the list, with how much is under it."""

    key: str
    label: str | Promise
    count: int | None
    path: str
    current: bool

    @property
    def shown(self) -> str:
        """As many as were counted; who waits behind a thousand is not."""
        return f"{COUNTED - 1}+" if self.count == COUNTED else str(self.count or 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The list as the template shows it."""

    filters: Filters
    lines: list[Line]
    tabs: list[Tab]
    shown: int
    more: int
    query: str

    @classmethod
    def of(cls, desk: Desk, params: Mapping[str, str]) -> Waiting:
        """What the address asks for."""
        filters = filters_from(params)
        shown = min(number(params.get("shown")) or STEP, MOST)
        ids = first_of(desk.person, desk.at, filters, shown + 1)
        return cls(
            filters,
            listed(desk.person, ids[:shown]),
            _tabs(desk, filters),
            shown,
            min(shown + STEP, MOST) if len(ids) > shown else 0,
            query_of(filters),
        )

    @property
    def filtered(self) -> bool:
        return any(getattr(self.filters, name) for name in CONDITIONS)

    @property
    def heading(self) -> str | Promise:
        return {"waiting": _("For me"), "all": _("Everything")}.get(self.filters.tab, LABELS[self.filters.tab])

    @property
    def total(self) -> str | None:
        return next((tab.shown for tab in self.tabs if tab.current and tab.count is not None), None)


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """The list alone, for the live page."""
    return render(request, "desk/queue.html", around(request.desk, request.GET))


def around(desk: Desk, params: Mapping[str, str]) -> dict[str, object]:
    """The context of the list: rows, and what one can filter by."""
    return {
        "waiting": Waiting.of(desk, params),
        "views": [(view, urlencode(view.filters)) for view in desk.views()],
        "choices": {
            "networks": sorted(set(desk.accounts().values_list("network", flat=True))),
            "languages": desk.languages(),
            "teams": desk.teams(),
            "labels": desk.labels(),
        },
    }


def filters_from(params: Mapping[str, str]) -> Filters:
    """Whatever the address says, made sense of; nonsense means no filter."""
    tab = params.get("tab", "")
    privacy = params.get("privacy", "")
    return Filters(
        tab=tab if tab in TABS else "waiting",
        network=params.get("network", "").replace("\x00", "")[:32],  # a saved view brings an address within a form
        language=params.get("language", "").replace("\x00", "")[:12],
        team=number(params.get("team")),
        label=number(params.get("label")),
        urgent=bool(params.get("urgent")),
        privacy=privacy if privacy in {"public", "private"} else "",
    )


def query_of(filters: Filters, **changed: Any) -> str:
    """The address of the same list, or of one that differs in `changed`."""
    return urlencode(params_of(replace(filters, **changed)))


def params_of(filters: Filters) -> dict[str, str]:
    """What the address says, without what goes without saying."""
    wanted = {name: value for name, value in asdict(filters).items() if value and (name, value) != ("tab", "waiting")}
    return {name: "1" if value is True else str(value) for name, value in wanted.items()}


def _tabs(desk: Desk, filters: Filters) -> list[Tab]:
    count = counts(desk.person, desk.at, filters)
    return [Tab(key, LABELS[key], count.get(key), f"?{query_of(filters, tab=key)}", key == filters.tab) for key in TABS]

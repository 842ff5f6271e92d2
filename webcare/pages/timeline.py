"""What happened, line by line: who did what, when and why, with the names behind the numbers of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webcare.cases.case import Status
from webcare.ledger.event import Event
from webcare.pages.desk import Desk

STATUSES = dict(Status.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """`actor` is empty where nobody of us did it; `detail` says to whom or what; `network` where it happened."""

    event: Event
    actor: str
    detail: str
    network: str = ""


def told(desk: Desk, events: Sequence[Event], networks: dict[int, str] | None = None) -> list[Line]:
    """The lines of these events, in two queries; `networks` are those of the conversations among them."""
    owners = [event.data["after"].get("owner_id") for event in events if event.verb == "case.assigned"]
    names = desk.names([*owners, *(event.actor_id for event in events if event.actor_kind == "person")])
    categories = dict(desk.categories().values_list("pk", "name"))
    places = networks or {}
    return [
        Line(event, names.get(event.actor_id or 0, ""), _detail(event, names, categories), _network(event, places))
        for event in events
    ]


def to_whom(event: Event, titles: Mapping[int, str]) -> str:
    """To which person or team a conversation was given, into or out of which case it came; else empty."""
    if event.subject_kind == "case":
        return titles.get(event.subject_id, "")
    return ", ".join(event.data.get("to", ())) if event.verb == "conversation.assigned" else ""


def titles_of(desk: Desk, events: Iterable[Event]) -> dict[int, str]:
    """The titles of the cases among these events, of those that this person sees."""
    cases = {event.subject_id for event in events if event.subject_kind == "case"}
    return dict(desk.cases().filter(pk__in=cases).values_list("pk", "title")) if cases else {}


def _detail(event: Event, names: dict[int, str], categories: dict[int, str]) -> str:
    after = event.data.get("after", {})
    match event.verb:
        case "case.assigned":
            return names.get(after.get("owner_id") or 0, "–")
        case "case.categorised":
            return categories.get(after.get("category_id") or 0, "–")
        case "case.progressed":
            return str(STATUSES.get(after.get("status", ""), ""))
        case "case.retitled":
            return str(after.get("title", ""))
        case "conversation.assigned":
            return to_whom(event, {})
        case "conversation.labelled" | "conversation.unlabelled":
            return str(event.data.get("name", ""))
    return ""


def _network(event: Event, networks: dict[int, str]) -> str:
    places: Iterable[tuple[str, int | None]] = (
        (event.subject_kind, event.subject_id),
        (event.under_kind, event.under_id),
    )
    return next((networks[pk] for kind, pk in places if kind == "conversation" and pk in networks), "")

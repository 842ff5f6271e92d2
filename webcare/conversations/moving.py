"""Win a transition for one conversation or for many: lock, change, write down, tell the screens, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Model, Q
from django.utils.translation import gettext as _

from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted, record_all

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation, ConversationQuerySet
    from webcare.team.person import Person

PEOPLE = ("assignee_id", "holder_id")


class NotPossible(Exception):
    """The conversation does not allow it (any more); the sentence says why, and is fit for the agent's eyes."""


class Unchanged(NotPossible):
    """It is so already: a double click, or a colleague was first."""


class ReasonMissing(NotPossible):
    """It needs a reason, because somebody else will ask for it."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a few words."))


@dataclass(frozen=True, slots=True)
class Move:
    """A transition: what it is called, for which rows it is possible, what it changes, and why it was refused.

    `first` runs on the ids of the locked rows before they change; `resettles` computes anew who waits.
    """

    verb: str
    possible: Q
    changes: Mapping[str, Any]
    refusal: Callable[[Conversation], NotPossible]
    why: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    first: Callable[[Sequence[int]], None] | None = None
    resettles: bool = False


def move(conversation: Conversation, to: Move, by: Person | None) -> Event:
    """Move one conversation, or raise what `to.refusal` says."""
    events = move_all(type(conversation).objects.filter(pk=conversation.pk), to, by)
    conversation.refresh_from_db()
    if not events:
        raise to.refusal(conversation)
    return events[0]


def move_all(rows: ConversationQuerySet, to: Move, by: Person | None, batch: uuid.UUID | None = None) -> list[Event]:
    """Move those of `rows` for which it is possible, with one statement a stage.

    PostgreSQL looks at the condition again once the lock is ours, so of two who race only one finds the row.
    """
    with transaction.atomic():
        found = list(rows.filter(to.possible).order_by("pk").select_for_update(of=("self",)))
        if not found:
            return []
        ids = [row.pk for row in found]
        if to.first:
            to.first(ids)
        type(found[0]).objects.filter(pk__in=ids).update(**to.changes, version=F("version") + 1)
        if to.resettles:
            resettle(ids)
        events = record_all([_event(row, to, by, batch) for row in found])
        changed(topics(found, to.changes))
    return events


def topics(rows: Iterable[Conversation], changes: Mapping[str, Any]) -> set[str]:
    """The screens that show these conversations, and those of the people who had them or get them."""
    people = {getattr(row, name) for row in rows for name in PEOPLE} | {changes.get(name) for name in PEOPLE}
    return {"queue", *(row.topic for row in rows), *(f"person:{pk}" for pk in people if pk)}


def resettle(ids: Sequence[int]) -> None:
    """Compute from the messages who waits since when."""
    from webcare.conversations.settling import settle  # noqa: PLC0415 - settling.py needs conversation.py

    settle(ids)


def noted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values as the ledger keeps them."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def read_back(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """What `noted` wrote, as column values again."""
    return {name: _column(model, name, value) for name, value in values.items()}


def _column(model: type[Model], name: str, value: Any) -> Any:
    column: Any = model._meta.get_field(name)
    return getattr(column, "target_field", column).to_python(value)


def _event(row: Conversation, to: Move, by: Person | None, batch: uuid.UUID | None) -> Event:
    return drafted(
        to.verb,
        row,
        by=by,
        why=to.why,
        data={**to.data, "after": noted(to.changes)},
        before=noted({name: getattr(row, name) for name in to.changes}),
        batch=batch,
    )

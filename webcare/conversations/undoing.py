"""Put back what was there before, for a minute, as long as nobody has changed the same thing since."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from webcare.conversations import correcting
from webcare.conversations.closing import wait_again, wait_no_more
from webcare.conversations.conversation import Conversation
from webcare.conversations.label import Label
from webcare.conversations.labelling import mark, peel, stick
from webcare.conversations.moving import PEOPLE, NotPossible, read_back, resettle
from webcare.conversations.note import Note
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted, record_all
from webcare.lib.now import now
from webcare.team.person import Person

WINDOW = timedelta(seconds=60)
ENDINGS = ("conversation.closed", "conversation.dismissed")
_models: dict[str, type[Model]] = {"conversation": Conversation, "note": Note}
_lists: dict[str, str] = {"conversation": "queue"}


@dataclass(frozen=True, slots=True)
class Way:
    """How an act is undone that changed more than columns: whether everything is as it left it, and how to put it back."""

    stands: Callable[[Any, Event], bool]
    restore: Callable[[Sequence[Event]], None]


def restorable(kind: str, model: type[Model], shown_in: str, ways: Mapping[str, Way]) -> None:
    """Let a room above say that its things can be put back too, and which list shows them; from reactions.py only."""
    _models[kind] = model
    _lists[kind] = shown_in
    _ways.update(ways)


class CannotUndo(NotPossible):
    """Too late, done before, somebody else's, or changed since."""


@dataclass
class Undone:
    """What became of each event: the ids that were undone, and for the others why not."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def undo(event: Event, by: Person) -> None:
    """Undo one of one's own acts. Raises CannotUndo."""
    undone = undo_all([event.pk], by)
    if reason := undone.refused.get(event.pk):
        raise CannotUndo(reason)


def undo_batch(batch: uuid.UUID, by: Person) -> Undone:
    """Undo a bulk action, as far as nothing has changed since."""
    return undo_all(list(Event.objects.filter(batch=batch).values_list("pk", flat=True)), by)


def undo_all(event_ids: Sequence[int], by: Person) -> Undone:
    """Undo events, with one statement a stage for each kind of thing and verb."""
    undone = Undone()
    with transaction.atomic():
        events = list(Event.objects.filter(pk__in=event_ids).order_by("pk").select_for_update())
        groups: dict[tuple[str, str], list[Event]] = {}
        for event in events:
            if reason := _refusal(event, by):
                undone.refused[event.pk] = reason
            else:
                groups.setdefault((event.subject_kind, event.verb), []).append(event)
        for (kind, verb), group in groups.items():
            _undo_group(_models[kind], verb, group, by, undone)
    return undone


def _refusal(event: Event, by: Person) -> str:
    if (event.actor_kind, event.actor_id) != (by.kind, by.pk):
        return _("Only who did it can undo it.")
    if event.undone_at:
        return _("It is undone already.")
    if not event.before or event.subject_kind not in _models:
        return _("This cannot be undone.")
    if now() - event.at > WINDOW:
        return _("It is too late to undo it; change it by hand.")
    return ""


def _undo_group(model: type[Model], verb: str, events: Sequence[Event], by: Person, undone: Undone) -> None:
    rows: dict[int, Any] = {
        row.pk: row
        for row in model._default_manager.filter(pk__in=[event.subject_id for event in events])
        .order_by("pk")
        .select_for_update(of=("self",))
    }
    overtaken = _overtaken(events)
    undoable = []
    for event in events:
        row = rows.get(event.subject_id)
        if row is None or event.pk in overtaken or not _stands(row, event):
            undone.refused[event.pk] = _("Something has changed since; change it by hand.")
        else:
            undoable.append(event)
    if undoable:
        _restore(verb, undoable, rows)
        Event.objects.filter(pk__in=[event.pk for event in undoable]).update(undone_at=now())
        record_all([_undoing(event, rows[event.subject_id], by) for event in undoable])
        changed(_topics(undoable, rows))
        undone.done += [event.pk for event in undoable]


def _overtaken(events: Sequence[Event]) -> set[int]:
    """Those after which somebody changed the same fields of the same thing, even if the value is the same again."""
    fields = sorted({name for event in events for name in event.before})
    later = Event.objects.filter(
        subject_kind=events[0].subject_kind,
        subject_id__in=[event.subject_id for event in events],
        undone_at=None,
        pk__gt=min(event.pk for event in events),
        before__has_any_keys=fields,
    ).values_list("subject_id", "pk")
    newest: dict[int, int] = {}
    for subject_id, pk in later:
        newest[subject_id] = max(pk, newest.get(subject_id, 0))
    return {event.pk for event in events if newest.get(event.subject_id, 0) > event.pk}


def _stands(row: Model, event: Event) -> bool:
    """Whether everything is still as the act left it."""
    if way := _ways.get(event.verb):
        return way.stands(row, event)
    after = read_back(type(row), event.data["after"])
    return all(getattr(row, name) == value for name, value in after.items())


def _restore(verb: str, events: Sequence[Event], rows: Mapping[int, Any]) -> None:
    if way := _ways.get(verb):
        way.restore(events)
    else:
        _restore_columns(verb, events, rows)


def _labels_stand(row: Any, event: Event) -> bool:
    carried = {mark(label.pk) for label in row.labels.all()}
    return all((name in carried) == state for name, state in event.data["after"].items())


def _restore_labels(events: Sequence[Event]) -> None:
    for label in Label.objects.filter(pk__in={event.data["label"] for event in events}):
        ids = {
            sticks: [event.subject_id for event in events if event.before.get(mark(label.pk)) is sticks]
            for sticks in (True, False)
        }
        stick(ids[True], label)
        peel(ids[False], label)


def _restore_columns(verb: str, events: Sequence[Event], rows: Mapping[int, Any]) -> None:
    ids = [event.subject_id for event in events]
    if verb in ENDINGS:
        wait_again(ids)
    model = type(rows[ids[0]])
    for event in events:
        for name, value in read_back(model, event.before).items():
            setattr(rows[event.subject_id], name, value)
        if hasattr(model, "version"):
            rows[event.subject_id].version = F("version") + 1
    columns = [*events[0].before, *(["version"] if hasattr(model, "version") else [])]
    fields = [model._meta.get_field(name).name for name in columns]
    model._default_manager.bulk_update([rows[pk] for pk in ids], fields)
    if verb == "conversation.reopened":
        for event in events:
            wait_no_more([event.subject_id], rows[event.subject_id].closed_at)
    if model is Conversation:
        resettle(ids)


def _undoing(event: Event, row: Any, by: Person) -> Event:
    under = row.conversation if isinstance(row, Note) else None
    return drafted("undo.done", row, by=by, under=under, data={"verb": event.verb, "event": event.pk})


def _topics(events: Sequence[Event], rows: Mapping[int, Any]) -> set[str]:
    topics = {_lists[event.subject_kind] for event in events if event.subject_kind in _lists}
    for event in events:
        row = rows[event.subject_id]
        topics.add(row.conversation.topic if isinstance(row, Note) else row.topic)
        topics |= {f"{event.under_kind}:{event.under_id}"} if event.under_id else set()
        for name in PEOPLE:
            topics |= {f"person:{pk}" for pk in (event.before.get(name), event.data["after"].get(name)) if pk}
    return topics


_LABELS = Way(_labels_stand, _restore_labels)
_ways: dict[str, Way] = {
    "conversation.labelled": _LABELS,
    "conversation.unlabelled": _LABELS,
    "conversation.language_corrected": Way(correcting.stands, correcting.take_back),
}

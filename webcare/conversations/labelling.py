"""Stick a label on a conversation, or take it off."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from webcare.conversations.moving import Unchanged
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted, record_all

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation, ConversationQuerySet
    from webcare.conversations.label import Label
    from webcare.team.person import Person


class Labellable(models.Model):
    """What a conversation can do to carry words of the team."""

    class Meta:
        abstract = True

    def label(self: Conversation, by: Person, label: Label) -> Event:
        """Stick it on."""
        events = label_all(type(self).objects.filter(pk=self.pk), label, by)
        if not events:
            raise Unchanged(_("It carries “%(label)s” already.") % {"label": label.name})
        return events[0]

    def unlabel(self: Conversation, by: Person, label: Label) -> Event:
        """Take it off."""
        events = unlabel_all(type(self).objects.filter(pk=self.pk), label, by)
        if not events:
            raise Unchanged(_("It does not carry “%(label)s”.") % {"label": label.name})
        return events[0]


def label_all(rows: ConversationQuerySet, label: Label, by: Person, batch: uuid.UUID | None = None) -> list[Event]:
    """Stick it on those of `rows` that do not carry it; the lock on the conversation keeps two from doing it twice."""
    with transaction.atomic():
        locked = _locked(rows)
        carrying = _carrying(locked, label)
        return _change([row for row in locked if row.pk not in carrying], label, by, batch, sticks=True)


def unlabel_all(rows: ConversationQuerySet, label: Label, by: Person, batch: uuid.UUID | None = None) -> list[Event]:
    """Take it off those of `rows` that carry it."""
    with transaction.atomic():
        locked = _locked(rows)
        carrying = _carrying(locked, label)
        return _change([row for row in locked if row.pk in carrying], label, by, batch, sticks=False)


def stick(ids: Sequence[int], label: Label) -> None:
    """Write the rows; the caller holds the locks."""
    through = label.conversations.through
    through.objects.bulk_create([through(conversation_id=pk, label_id=label.pk) for pk in ids], ignore_conflicts=True)


def peel(ids: Sequence[int], label: Label) -> None:
    """Remove the rows; the caller holds the locks."""
    label.conversations.through.objects.filter(label_id=label.pk, conversation_id__in=ids).delete()


def mark(label_id: int) -> str:
    """What the ledger calls the state of one label in `before` and `after`."""
    return f"label:{label_id}"


def _locked(rows: ConversationQuerySet) -> list[Conversation]:
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _carrying(rows: Sequence[Conversation], label: Label) -> set[int]:
    carrying = label.conversations.through.objects.filter(label_id=label.pk, conversation_id__in=[r.pk for r in rows])
    return set(carrying.values_list("conversation_id", flat=True))


def _change(
    rows: Sequence[Conversation], label: Label, by: Person, batch: uuid.UUID | None, *, sticks: bool
) -> list[Event]:
    if not rows:
        return []
    ids = [row.pk for row in rows]
    (stick if sticks else peel)(ids, label)
    type(rows[0]).objects.filter(pk__in=ids).update(version=F("version") + 1)
    changed(["queue", *(row.topic for row in rows)])
    verb = "conversation.labelled" if sticks else "conversation.unlabelled"
    data = {"label": label.pk, "name": label.name, "after": {mark(label.pk): sticks}}
    before = {mark(label.pk): not sticks}
    return record_all([drafted(verb, row, by=by, data=data, before=before, batch=batch) for row in rows])

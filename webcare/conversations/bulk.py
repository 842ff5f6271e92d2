"""Do one thing to many conversations at once; what could not be done says why, and all of it can be undone together."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.conversations.assigning import assigning, unassigning
from webcare.conversations.claiming import release_all
from webcare.conversations.closing import closing, dismissing, reopening
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.label import Label
from webcare.conversations.labelling import label_all, unlabel_all
from webcare.conversations.moving import Move, move_all
from webcare.conversations.snoozing import snoozing
from webcare.ledger.event import Event
from webcare.team.notice import NoticeKind
from webcare.team.person import Person
from webcare.team.team import Team
from webcare.team.telling import tell

MOST = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """`done` are ids of conversations, `refused` says for the others why; `batch` undoes what was done."""

    batch: uuid.UUID
    done: tuple[int, ...]
    refused: dict[int, str]


class TooMany(ValueError):
    """More than MOST at once."""

    def __init__(self) -> None:
        super().__init__(_("Choose at most %(most)d conversations at once.") % {"most": MOST})


def close(ids: Collection[int], by: Person, reason: str = "") -> Outcome:
    """Close them."""
    return _move(ids, closing(by, reason), by)


def dismiss(ids: Collection[int], by: Person, reason: str) -> Outcome:
    """They need no answer."""
    return _move(ids, dismissing(by, reason), by)


def reopen(ids: Collection[int], by: Person) -> Outcome:
    """Open them again."""
    return _move(ids, reopening(), by)


def snooze(ids: Collection[int], by: Person, until: datetime) -> Outcome:
    """Put them off."""
    return _move(ids, snoozing(by, until), by)


def assign(ids: Collection[int], by: Person, person: Person | None = None, team: Team | None = None) -> Outcome:
    """Give them to a person, who is told once, or to a team."""
    with transaction.atomic():
        outcome = _move(ids, assigning(person, team), by)
        if person and person.pk != by.pk and outcome.done:
            release_all(_visible(outcome.done, by), by)
            _tell_assignee(person, by, outcome)
    return outcome


def unassign(ids: Collection[int], by: Person) -> Outcome:
    """Give them back to everybody."""
    return _move(ids, unassigning(), by)


def label(ids: Collection[int], by: Person, label: Label) -> Outcome:
    """Stick a label on them."""
    batch = uuid.uuid4()
    events = label_all(_visible(ids, by), label, by, batch)
    return _outcome(ids, by, batch, events, _("It carries “%(label)s” already.") % {"label": label.name})


def unlabel(ids: Collection[int], by: Person, label: Label) -> Outcome:
    """Take a label off them."""
    batch = uuid.uuid4()
    events = unlabel_all(_visible(ids, by), label, by, batch)
    return _outcome(ids, by, batch, events, _("It does not carry “%(label)s”.") % {"label": label.name})


def _move(ids: Collection[int], to: Move, by: Person) -> Outcome:
    batch = uuid.uuid4()
    events = move_all(_visible(ids, by), to, by, batch)
    return _outcome(ids, by, batch, events, to)


def _visible(ids: Collection[int], by: Person) -> ConversationQuerySet:
    if len(ids) > MOST:
        raise TooMany
    return Conversation.objects.visible_to(by).filter(pk__in=ids)


def _outcome(ids: Collection[int], by: Person, batch: uuid.UUID, events: list[Event], why: Move | str) -> Outcome:
    done = {event.subject_id for event in events}
    refused = dict.fromkeys(set(ids) - done, _("There is no such conversation."))
    for row in _visible(refused, by).select_related("holder"):
        refused[row.pk] = why if isinstance(why, str) else str(why.refusal(row))
    return Outcome(batch, tuple(sorted(done)), refused)


def _tell_assignee(person: Person, by: Person, outcome: Outcome) -> None:
    sentence = format_lazy(gettext_lazy("{name} gave you {count} conversations"), name=by.name, count=len(outcome.done))
    tell(person, NoticeKind.ASSIGNED, f"assigned:{outcome.batch}", sentence, "/")

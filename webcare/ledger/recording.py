"""Write down what happened, and let what follows from it follow in the same transaction."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from django.db import transaction

from webcare.ledger.event import Event
from webcare.ledger.vocabulary import VERBS
from webcare.lib.now import now


class Subject(Protocol):
    """Anything with a kind and a key: a conversation, a case, a person."""

    @property
    def kind(self) -> str: ...
    @property
    def pk(self) -> Any: ...


Actor = Subject | None  # None: the system itself
Reaction = Callable[[Sequence[Event]], None]
_reactions: dict[str, list[Reaction]] = defaultdict(list)


def on(verb: str, reaction: Reaction) -> None:
    """Let `reaction` follow `verb` at once, in the same transaction; called from reactions.py only."""
    _known(verb)
    _reactions[verb].append(reaction)


def record(
    verb: str,
    subject: Subject,
    *,
    by: Actor = None,
    under: Subject | None = None,
    why: str = "",
    data: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    batch: uuid.UUID | None = None,
) -> Event:
    """Write one event and run its reactions."""
    event = drafted(verb, subject, by=by, under=under, why=why, data=data, before=before, batch=batch)
    return record_all([event])[0]


def drafted(
    verb: str,
    subject: Subject,
    *,
    by: Actor = None,
    under: Subject | None = None,
    why: str = "",
    data: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    batch: uuid.UUID | None = None,
) -> Event:
    """An event not yet written, for `record_all`."""
    _known(verb)
    return Event(
        at=now(),
        verb=verb,
        actor_kind=by.kind if by else "",
        actor_id=by.pk if by else None,
        subject_kind=subject.kind,
        subject_id=subject.pk,
        under_kind=under.kind if under else "",
        under_id=under.pk if under else None,
        why=why,
        data=data or {},
        before=before or {},
        batch=batch,
    )


def record_all(events: Iterable[Event]) -> list[Event]:
    """Write a batch in one statement; reactions get all events of one verb together."""
    with transaction.atomic():
        written = Event.objects.bulk_create(list(events))
        by_verb: dict[str, list[Event]] = defaultdict(list)
        for event in written:
            by_verb[event.verb].append(event)
        for verb, group in by_verb.items():
            for reaction in _reactions[verb]:
                reaction(group)
    return written


def _known(verb: str) -> None:
    if verb not in VERBS:
        raise KeyError(f"{verb!r} is not in ledger/vocabulary.py; add it there with a sentence")

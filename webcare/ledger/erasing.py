"""What the ledger forgets when somebody is erased: the words; that something happened, when and by whom, stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from webcare.ledger.event import Event
from webcare.ledger.sealing import lose_words


def blank(about: Mapping[str, Collection[int]]) -> int:
    """Take words and details out of every event about these, by kind; how many that were."""
    theirs = Q(pk=None)
    for kind, ids in about.items():
        theirs |= Q(subject_kind=kind, subject_id__in=ids) | Q(under_kind=kind, under_id__in=ids)
    return lose_words(Event.objects.filter(theirs))

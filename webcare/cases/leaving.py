"""A case whose owner can no longer work on it waits for everybody: they left, only read from now on, or lost the brand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F, Q

from webcare.cases.case import Case, Gathering
from webcare.conversations.leaving import LEFT, OUT_OF_REACH, works_on
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted, record_all


def give_up_cases(events: Sequence[Event]) -> None:
    """Those of people who left or changed. A reaction."""
    left = events[0].verb == "person.left"
    _set_free(Q(owner__in=[event.subject_id for event in events]), LEFT if left else OUT_OF_REACH)


def give_up_cases_of_teams(events: Sequence[Event]) -> None:
    """Those of people who see a brand no more. A team that is about to go sees nothing. A reaction."""
    gone = [event.subject_id for event in events if event.verb == "team.removed"]
    _set_free(Q(owner__isnull=False), OUT_OF_REACH, gone)


def give_up_reopened(events: Sequence[Event]) -> None:
    """A closed case keeps who solved it; should it open again, they may be gone. A reaction."""
    ids = [event.subject_id for event in events if event.subject_kind == "case"]
    _set_free(Q(pk__in=ids, owner__isnull=False), OUT_OF_REACH)


def _set_free(whose: Q, why: str, gone: Collection[int] = ()) -> None:
    with transaction.atomic():
        rows = Case.objects.filter(whose & ~works_on("owner", gone), closed_at=None)
        cases = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if not cases:
            return
        ids = [case.pk for case in cases]
        Case.objects.filter(pk__in=ids).update(owner=None, version=F("version") + 1)
        talks = Gathering.objects.filter(case__in=ids).values_list("conversation_id", flat=True).distinct()
        changed(["cases", *(case.topic for case in cases), *(f"conversation:{pk}" for pk in talks)])
        nobody = {"owner_id": None}
        record_all(
            drafted(
                "case.assigned", case, why=why, before={"owner_id": case.owner_id}, data={**nobody, "after": nobody}
            )
            for case in cases
        )

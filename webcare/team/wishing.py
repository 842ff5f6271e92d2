"""Keep how somebody wants to hear of things, and when only the page itself may speak."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from django.db import transaction

from webcare.team.notice import NoticeKind, NoticePreference, QuietHours
from webcare.team.person import Person
from webcare.team.telling import Means


def wish(person: Person, wishes: Mapping[NoticeKind, Means]) -> None:
    """Each kind as it is wished."""
    with transaction.atomic():
        for kind, means in wishes.items():
            NoticePreference.objects.update_or_create(
                person=person,
                notice_kind=kind,
                defaults={"browser": means.browser, "sound": means.sound, "email": means.email},
            )


def be_quiet(person: Person, starts: time | None, ends: time | None) -> None:
    """From when until when every day, by the person's own clock; None: never."""
    if starts is None or ends is None:
        QuietHours.objects.filter(person=person).delete()
    else:
        QuietHours.objects.update_or_create(person=person, defaults={"starts": starts, "ends": ends})

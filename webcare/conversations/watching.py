"""Who is looking at a conversation, and who is typing in it, so that two do not answer by accident.

Presence is about people at their screens, so it runs on real time, whatever the business clock shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, models, transaction

from webcare.ledger.change import changed
from webcare.lib.now import real_now

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.team.person import Person

LOOKING = timedelta(seconds=30)
TYPING = timedelta(seconds=10)
KEPT = timedelta(hours=1)

_LOOK = """
WITH old AS (
    SELECT seen_at, typing_at FROM webcare_presence WHERE conversation_id = %(conversation)s AND person_id = %(person)s
)
INSERT INTO webcare_presence AS p (conversation_id, person_id, seen_at, typing_at)
VALUES (%(conversation)s, %(person)s, %(at)s, CASE WHEN %(typing)s THEN %(at)s END)
ON CONFLICT (conversation_id, person_id) DO UPDATE SET
    seen_at = %(at)s,
    typing_at = CASE WHEN %(typing)s THEN %(at)s WHEN p.typing_at > %(typing_since)s THEN p.typing_at END
RETURNING (SELECT seen_at FROM old), (SELECT typing_at FROM old), typing_at
"""


@dataclass(frozen=True, slots=True)
class Company:
    """A colleague at the same conversation."""

    person: Person
    typing: bool


class Watchable(models.Model):
    """What a conversation can do to show who is there."""

    class Meta:
        abstract = True

    def look(self: Conversation, by: Person, typing: bool = False) -> None:
        """A sign of life from somebody's open page, every few seconds; announced only when others would see a change."""
        at = real_now()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                _LOOK,
                {
                    "conversation": self.pk,
                    "person": by.pk,
                    "at": at,
                    "typing": typing,
                    "typing_since": at - TYPING,
                },
            )
            seen_before, typed_before, typing_at = cursor.fetchone()
            arrived = seen_before is None or seen_before <= at - LOOKING
            typed = typed_before is not None and (typed_before > at - TYPING or not typing)
            if arrived or typed != (typing_at is not None):
                changed([self.topic])

    def leave(self: Conversation, by: Person) -> None:
        """The page was closed."""
        with transaction.atomic():
            if self.presences.filter(person=by).delete()[0]:
                changed([self.topic])

    def company(self: Conversation, at: datetime, besides: Person | None = None) -> list[Company]:
        """Who is there at the real time `at`, by name."""
        here = (
            self.presences.filter(seen_at__gt=at - LOOKING, seen_at__lt=at + LOOKING)
            .select_related("person")
            .order_by("person__name")
        )
        if besides:
            here = here.exclude(person=besides)
        return [Company(p.person, p.typing_at is not None and p.typing_at > at - TYPING) for p in here]


def forget_company() -> int:
    """Remove signs of life that nobody asks for any more."""
    from webcare.conversations.draft import Presence  # noqa: PLC0415 - draft.py needs conversation.py

    return Presence.objects.filter(seen_at__lt=real_now() - KEPT).delete()[0]

"""Put a conversation off until a moment; it comes back by itself, or when the customer writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from webcare.conversations.claiming import free_or_mine, taken_by_another
from webcare.conversations.moving import Move, NotPossible, Unchanged, move, move_all
from webcare.ledger.event import Event
from webcare.lib.now import now, real_now, real_seconds_until
from webcare.lib.waking import WORK, wake

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.team.person import Person

BATCH = 500
LONGEST = timedelta(days=5 * 366)  # and far from where calendars end, in every zone in which somebody reads it


class Snoozable(models.Model):
    """What a conversation can do to wait quietly."""

    class Meta:
        abstract = True

    def snooze(self: Conversation, by: Person, until: datetime) -> Event:
        """Put it off, and let it go."""
        return move(self, snoozing(by, until), by)

    def wake(self: Conversation, by: Person | None = None) -> Event:
        """Bring it back now."""
        return move(self, waking(Q(snoozed_until__isnull=False)), by)


def snoozing(by: Person, until: datetime) -> Move:
    """The transition behind `snooze`; `until` is aware."""
    at = now()
    until = _in_utc(until)
    if until <= at:
        raise NotPossible(_("Choose a moment in the future."))
    if until > at + LONGEST:
        raise NotPossible(_("That is too far ahead: choose a moment within five years."))

    def refusal(conversation: Conversation) -> NotPossible:
        if not conversation.is_open:
            return NotPossible(_("It is closed; there is nothing to put off."))
        return taken_by_another(conversation, by, at) or Unchanged(_("It is put off until then already."))

    return Move(
        verb="conversation.snoozed",
        possible=Q(closed_at=None) & ~Q(snoozed_until=until) & free_or_mine(by, at),
        changes={"snoozed_until": until, "snoozed_at": at, "holder_id": None, "held_until": None},
        refusal=refusal,
        first=lambda _ids: wake(WORK),  # the worker's next deadline may be an earlier one now
    )


def _in_utc(until: datetime) -> datetime:
    try:
        return until.astimezone(UTC)
    except OverflowError as error:  # a moment on the first or the last day that there is
        raise NotPossible(_("That is too far ahead: choose a moment within five years.")) from error


def waking(which: Q) -> Move:
    """The transition behind `wake`, for those of `which`."""
    return Move(
        verb="conversation.woken",
        possible=which,
        changes={"snoozed_until": None, "snoozed_at": None},
        refusal=lambda _conversation: Unchanged(_("It is awake already.")),
    )


def wake_due(at: datetime) -> int:
    """Bring back what was put off until `at` or earlier; returns how many."""
    from webcare.conversations.conversation import Conversation  # noqa: PLC0415 - it inherits from Snoozable

    due = Q(snoozed_until__lte=at)
    woken = 0
    while ids := list(Conversation.objects.filter(due).order_by("snoozed_until").values_list("pk", flat=True)[:BATCH]):
        woken += len(move_all(Conversation.objects.filter(pk__in=ids), waking(due), None))
    return woken


def next_waking() -> datetime | None:
    """The real moment at which the next one comes back."""
    from webcare.conversations.conversation import Conversation  # noqa: PLC0415 - it inherits from Snoozable

    due = Conversation.objects.aggregate(due=Min("snoozed_until"))["due"]
    return real_now() + timedelta(seconds=real_seconds_until(due)) if due else None

"""After the machine's clock was set back, work that was due would wait for the old hour to come again; here it does not.

No waiting time is ever longer than the longest pause after a failure, and no lease longer than a lease. What claims to
be later than that was written by a clock that has been put right since.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from webcare.channels.delivery import Delivery
from webcare.channels.moderation import Moderation
from webcare.channels.receipt import Receipt
from webcare.conversations.attachment import Attachment
from webcare.lib.claiming import LEASE, LeasedQuerySet
from webcare.lib.now import real_now
from webcare.lib.waking import WORK, wake

UNTRIED = timedelta(minutes=5)  # the longest time in which an answer can be taken back is two minutes
TRIED = timedelta(hours=2)  # an hour is the longest pause, ours or a network's


def mend_times() -> int:
    """Let go of what nobody can hold any more, and try at once what cannot be due so late; returns how many rows."""
    rows: tuple[LeasedQuerySet, ...] = (
        Receipt.objects.pending(),
        Delivery.objects.pending(),
        Moderation.objects.unfinished(),
        Attachment.objects.pending(),
    )
    with transaction.atomic():
        mended = sum(_mend(kind) for kind in rows)
        if mended:
            wake(WORK)
    return mended


def _mend(rows: LeasedQuerySet) -> int:
    at = real_now()
    held = rows.filter(leased_until__gt=at + 2 * LEASE).update(leased_until=None, next_attempt_at=at)
    far = Q(attempts=0, next_attempt_at__gt=at + UNTRIED) | Q(next_attempt_at__gt=at + TRIED)
    return held + rows.filter(far).update(next_attempt_at=at)

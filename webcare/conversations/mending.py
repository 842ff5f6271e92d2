"""After the machine's clock was set back, work that was due would wait for the old hour to come again; here it does not.

No waiting time is ever longer than the longest pause after a failure, no lease longer than a lease, no claim longer than a
claim. What claims to be later than that was written by a clock that has been put right since.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from webcare.conversations.conversation import Conversation
from webcare.ledger.change import changed
from webcare.lib.claiming import every_kind
from webcare.lib.now import now, real_now
from webcare.lib.waking import WORK, wake
from webcare.team.organisation import organisation

SLACK = timedelta(minutes=2)  # by which the clocks of two machines may differ without being wrong


def mend_times() -> int:
    """Bring back into the present what a clock that ran ahead has written; returns how many rows."""
    with transaction.atomic():
        work = sum(kind.mend(real_now()) for kind in every_kind())
        if work:
            wake(WORK)
        return work + _mend_claims()


def _mend_claims() -> int:
    """A claim ends at the latest when one would that is made now."""
    until = now() + organisation().claim_lasts
    held = Conversation.objects.filter(holder__isnull=False, held_until__gt=until + SLACK)
    shortened = list(held.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if shortened:
        Conversation.objects.filter(pk__in=shortened).update(held_until=until)
        changed(["queue", *(f"conversation:{pk}" for pk in shortened)])
    return len(shortened)

"""A network is back: held answers leave, but those whose customer was answered elsewhere meanwhile are for a person to decide."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from webcare.channels.collecting import collect_after_dark
from webcare.channels.delivery import Delivery
from webcare.channels.outage import Outage, lighten
from webcare.conversations.crossing import Crossing
from webcare.conversations.following import alive
from webcare.conversations.leading import lead_waiting
from webcare.conversations.message import Message, MessageQuerySet
from webcare.conversations.settling import settle
from webcare.ledger.recording import drafted, record_all
from webcare.lib.now import now, real_now
from webcare.team.person import Person

OVERTAKEN = gettext_noop(
    "This customer was answered elsewhere while the network was away. Send it all the same, or leave it."
)


def held_on(network: str) -> MessageQuerySet:
    """Our answers that wait for this network."""
    pending = Delivery.objects.pending().filter(account__network=network)
    return Message.objects.filter(delivery__in=pending)


def overtaken_on(network: str) -> MessageQuerySet:
    """Those of them whose customer, by any proven handle, was answered on another network after they were written."""
    later = Message.objects.filter(
        ours=True,
        automatic=False,
        conversation__handle__customer=OuterRef("conversation__handle__customer"),
        received_at__gt=OuterRef("received_at"),
        delivery__failed_at=None,
        delivery__cancelled_at=None,
    ).exclude(account__network=network)
    return held_on(network).filter(Exists(later))


def end(outage: Outage, by: Person) -> int | None:
    """It is light again; returns how many answers wait for a decision, None when somebody else said so before."""
    with transaction.atomic():
        if not lighten(outage, by):
            return None
        Crossing.objects.pending().filter(outage=outage).delete()
        aside = _set_aside(outage.network)
        waiting = Delivery.objects.pending().filter(account__network=outage.network)
        waiting.filter(leased_until=None).update(next_attempt_at=real_now(), error="")
    return aside


def attend() -> int:
    """What workers do once somebody said so: lead customers elsewhere, and ask a network that is back for what was missed."""
    return lead_waiting() + collect_after_dark(alive)


def next_attendance() -> datetime | None:
    """When the next of it may be taken."""
    moments = (Crossing.objects.next_claimable_at(), Outage.objects.next_claimable_at())
    return min((moment for moment in moments if moment), default=None)


def _set_aside(network: str) -> int:
    """What never left has failed; of what was leaving when the network went, nobody knows."""
    rows = list(overtaken_on(network).select_related("conversation", "delivery").order_by("pk"))
    never = {row.delivery_id for row in rows if row.delivery and row.delivery.sending_at is None}
    pending = Delivery.objects.pending().filter(pk__in=[row.delivery_id for row in rows])
    at = {"leased_until": None, "error": OVERTAKEN}
    pending.filter(pk__in=never, sending_at=None).update(failed_at=now(), **at)
    pending.update(unconfirmed_at=now(), **at)
    record_all(
        drafted(
            "reply.failed" if row.delivery_id in never else "reply.unconfirmed",
            row, under=row.conversation, why=OVERTAKEN,
        )
        for row in rows
    )  # fmt: skip
    settle([pk for row in rows for pk in (row.conversation_id, row.covers_id) if pk])
    return len(rows)

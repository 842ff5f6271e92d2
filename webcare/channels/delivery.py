"""An answer on its way out: written in the transaction of the reply, sent by a worker, never repeated blindly."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, Sent
from webcare.lib.claiming import Leased, LeasedQuerySet
from webcare.lib.now import real_now
from webcare.lib.waking import WORK, wake


class DeliveryQuerySet(LeasedQuerySet):
    def pending(self) -> Self:
        """Still to be sent (or to be found, after a crash while sending)."""
        return self.filter(sent_at=None, failed_at=None, unconfirmed_at=None, cancelled_at=None)

    def held_for(self, account: Account) -> Self:
        """What waits for this account to be connected again."""
        return self.pending().filter(account=account, held_at__isnull=False)


class Delivery(Leased):
    """What leaves, and how far it got.

    `sending_at` is committed before the network is called: a claimed row that has it already was interrupted, and is
    reconciled first. `looks` is how often that was tried since a person last decided about it; `insisted` is such a
    decision: send it, even if nobody can tell whether it stands there. `release_at` is when it may leave at the earliest
    (ten seconds to take back). `held_at`: since when it waits for its account to be connected again.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=64, unique=True, default=uuid.uuid4)
    outgoing = models.JSONField()  # channels.adapter.Outgoing without its files
    release_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0, db_default=0)
    insisted = models.BooleanField(default=False, db_default=False)
    external_id = models.CharField(max_length=512, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    unconfirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="delivery_pending",
                condition=models.Q(sent_at=None, failed_at=None, unconfirmed_at=None, cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} over {self.account_id}: {self.state}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "delivery"

    @property
    def state(self) -> str:
        """queued | held | sending | sent | failed | unconfirmed | cancelled."""
        if self.cancelled_at:
            return "cancelled"
        if self.sent_at:
            return "sent"
        if self.failed_at:
            return "failed"
        if self.unconfirmed_at:
            return "unconfirmed"
        if self.sending_at:
            return "sending"
        return "held" if self.held_at else "queued"


def let_leave(account: Account) -> int:
    """It can be used again: what waits for that is looked at now; returns how many answers that are."""
    waiting = Delivery.objects.held_for(account).filter(leased_until=None)
    found = waiting.update(next_attempt_at=real_now())
    if found:
        wake(WORK)
    return found


def belongs_to_another(account: Account, outgoing: Outgoing, sent: Sent) -> bool:
    """For adapters that look for ours: the same words may have gone out twice on purpose; one must not stand for both."""
    others = Delivery.objects.filter(account=account, external_id=sent.external_id).exclude(key=outgoing.key)
    return others.exists()

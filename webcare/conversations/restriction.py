"""Somebody was muted, blocked or reported: by whom, why, until when."""

from __future__ import annotations

from typing import Self

from django.db import models

from webcare.channels.account import Account
from webcare.channels.moderation import Moderation
from webcare.customers.handle import Handle
from webcare.lib.now import now
from webcare.team.person import Person


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def active(self) -> Self:
        """Those in force."""
        return self.filter(lifted_at=None)


class Restriction(models.Model):
    """`act` is mute, block or report. `order` is what the network was asked, null where only we do it; `applied_at` is
    when it did."""

    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="restrictions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=8)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    order = models.OneToOneField(Moderation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["handle", "act"], name="restriction_active", condition=models.Q(lifted_at=None)),
            models.Index(
                fields=["expires_at"],
                name="restriction_expiry",
                condition=models.Q(lifted_at=None, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.handle_id}"

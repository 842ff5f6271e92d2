"""The person behind one or more handles; two handles are one customer by proof only."""

from __future__ import annotations

from django.db import models

from webcare.lib.now import now


class Customer(models.Model):
    """`merged_into` leads to the customer that took over its handles, so that old addresses still find somebody."""

    name = models.CharField(max_length=255, blank=True)
    since = models.DateTimeField(default=now)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name or f"customer {self.pk}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "customer"

    @property
    def topic(self) -> str:
        """What live screens listen to."""
        return f"customer:{self.pk}"

    @property
    def path(self) -> str:
        """Where people find them."""
        return f"/customers/{self.pk}"

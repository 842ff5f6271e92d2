"""A promise that runs: since when, until when, and whether it was kept."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from webcare.cases.case import Case
from webcare.conversations.conversation import Conversation
from webcare.team.brand import Brand


class Hours(models.Model):
    """Opening hours as stored; `clocks.hours.OpeningHours` is what decides with them.

    `weekly`: seven lists (Monday first) of ["HH:MM", "HH:MM"] pairs; empty `weekly` means always open.
    """

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    weekly = models.JSONField(default=list, blank=True)
    holiday_country = models.CharField(max_length=10, blank=True)  # NL, or with a region DE-BY
    closed_days = models.JSONField(default=list, blank=True)  # ISO dates

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "hours"

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "hours"


class StoredPromise(models.Model):
    """A promise as set by an administrator; empty network, language or urgency means any."""

    name = models.CharField(max_length=80)
    promise_kind = models.CharField(max_length=12)  # first | follow_up | resolution
    network = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, blank=True)
    urgency = models.CharField(max_length=8, blank=True)  # "" | urgent | normal
    minutes = models.PositiveIntegerField()
    hours = models.ForeignKey(Hours, on_delete=models.PROTECT, related_name="promises")

    class Meta:
        db_table = "webcare_promise"
        ordering = ["promise_kind", "network", "language", "minutes"]
        constraints = [
            models.UniqueConstraint(fields=["promise_kind", "network", "language", "urgency"], name="promise_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "promise"


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> Self:
        """Neither stopped nor called off."""
        return self.filter(stopped_at=None, cancelled_at=None)

    def stopped(self, since: datetime, until: datetime) -> Self:
        """Those that stopped in `[since, until)`."""
        return self.filter(stopped_at__gte=since, stopped_at__lt=until)

    def public(self) -> Self:
        """Those of the brands that the board shows."""
        return self.filter(brand__is_public=True)


class Clock(models.Model):
    """Of a conversation (first, follow_up) or of a case (resolution). `due_at` is null where nothing was promised.

    `wake_at` is the next moment at which something has to be said (soon, then late); null when all was said.
    """

    promise_kind = models.CharField(max_length=12)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, null=True, blank=True, related_name="clocks"
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="clocks")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, blank=True)
    urgent = models.BooleanField(default=False)
    late_delivered = models.BooleanField(default=False)
    promise_name = models.CharField(max_length=80, blank=True)
    promise_minutes = models.PositiveIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    soon_from = models.DateTimeField(null=True, blank=True)  # from when the deadline is near
    fired_at = models.DateTimeField(null=True, blank=True)  # when "late" was announced
    stopped_at = models.DateTimeField(null=True, blank=True)  # the network's acceptance of the answer
    cancelled_at = models.DateTimeField(null=True, blank=True)  # needed no answer after all
    stopped_by_message = models.BigIntegerField(null=True, blank=True)
    first_message = models.BigIntegerField(null=True, blank=True)  # the turn's first, by arrival: what it is known by

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "first_message"], name="clock_of_turn", condition=Q(conversation__isnull=False)
            ),
            models.UniqueConstraint(fields=["case"], name="clock_of_case", condition=Q(case__isnull=False)),
        ]
        indexes = [
            models.Index(
                fields=["wake_at"],
                name="clock_wakes",
                condition=Q(stopped_at=None, cancelled_at=None, wake_at__isnull=False),
            ),
            models.Index(
                fields=["due_at", "conversation"], name="clock_due", condition=Q(stopped_at=None, cancelled_at=None)
            ),
            models.Index(fields=["-stopped_at"], name="clock_stopped", condition=Q(stopped_at__isnull=False)),
            models.Index(fields=["started_at"], name="clock_started"),
            models.Index(fields=["conversation", "started_at"], name="clock_conversation"),
        ]

    def __str__(self) -> str:
        return f"{self.promise_kind} clock of {self.conversation_id or self.case_id}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "clock"


def soon_from_of_case() -> Subquery:
    """For a query over cases: when the case's clock begins to press."""
    return Subquery(Clock.objects.filter(case=OuterRef("pk")).values("soon_from")[:1])


class BoardSnapshot(models.Model):
    """What the public board said at a moment, so that its line can be drawn and checked."""

    at = models.DateTimeField(unique=True)
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"board at {self.at:%Y-%m-%d %H:%M}"

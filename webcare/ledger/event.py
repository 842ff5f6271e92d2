"""One row a transition: who, what, when, why. Timeline, audit, notices and figures all read this table."""

from __future__ import annotations

from django.db import models

from webcare.lib.now import now


class Event(models.Model):
    """`verb` is from the vocabulary ("conversation.closed"). Actor and subject are kind + id, so that the ledger knows
    nobody; `under_*` is the larger thing whose timeline shows it too (a reply under its conversation).
    `before` holds what an undo puts back."""

    at = models.DateTimeField(default=now)
    verb = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=32, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    under_kind = models.CharField(max_length=32, blank=True)
    under_id = models.BigIntegerField(null=True, blank=True)
    why = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True)  # bulk actions are undone together

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject"),
            models.Index(
                fields=["under_kind", "under_id", "at"], name="event_under", condition=models.Q(under_id__isnull=False)
            ),
            models.Index(fields=["actor_kind", "actor_id", "-at"], name="event_actor"),
            models.Index(fields=["batch"], name="event_batch", condition=models.Q(batch__isnull=False)),
            models.Index(fields=["verb", "-at"], name="event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"

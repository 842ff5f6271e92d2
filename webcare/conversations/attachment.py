"""A file that came with a message or goes with an answer; its type is what its bytes say, not what its name says."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models, transaction

from webcare.conversations import filing
from webcare.conversations.message import Message
from webcare.lib.claiming import Leased, LeasedQuerySet
from webcare.lib.now import now
from webcare.team.person import Person


class AttachmentQuerySet(LeasedQuerySet):
    def pending(self) -> Self:
        """Still to be fetched from the network, or to be looked through."""
        return self.filter(fetched_at=None, failed_at=None).exclude(url="", stored="")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove the rows, and with them their files; a row that is taken at this moment keeps both."""
        with transaction.atomic():
            rows = list(self.select_for_update(of=("self",)).values_list("pk", "stored", "preview"))
            held = self.model._default_manager.filter(pk__in=[pk for pk, *_ in rows])
            deleted = super(AttachmentQuerySet, held).delete()
            filing.remove_on_commit(name for _, *names in rows for name in names)
        return deleted


class Attachment(Leased):
    """`stored` is the name in the storage; `shown_type` is set only for what may be shown inline (never SVG).

    Without `fetched_at` nobody gets to see it: it is still on the network, or a scanner has not looked through it.
    """

    key = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())  # in addresses: nobody guesses it
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    uploader = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    conversation_id_hint = models.BigIntegerField(null=True, blank=True)  # of a draft that has no message yet
    external_id = models.CharField(max_length=255, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=127, blank=True)  # by content
    shown_type = models.CharField(max_length=127, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    alt = models.TextField(blank=True)
    stored = models.CharField(max_length=255, blank=True)
    preview = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=now)
    fetched_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="attachment_pending",
                condition=models.Q(fetched_at=None, failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.filename or self.external_id or f"attachment {self.pk}"

    def read(self) -> bytes:
        """The bytes as they came."""
        return filing.read(self.stored)

"""Files of a thread, theirs and ours: kept in the row, so that whatever removes the row removes the bytes."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Sum

from webcare.channels.account import Account
from webcare.channels.webchat.limits import WAITS_FOR_ITS_MESSAGE
from webcare.channels.webchat.line import ChatLine
from webcare.channels.webchat.session import ChatSession
from webcare.lib.now import real_now


class ChatFileQuerySet(models.QuerySet["ChatFile"]):
    def abandoned(self, at: datetime) -> Self:
        """Uploaded, and never sent."""
        return self.filter(line=None, created_at__lt=at - WAITS_FOR_ITS_MESSAGE)


class ChatFile(models.Model):
    """`client` is what its writer calls it, unique in its thread; without a `line` it waits for the words that it goes with."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="files")
    line = models.ForeignKey(ChatLine, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    client = models.CharField(max_length=64)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField(default=real_now)

    objects = ChatFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "client"], name="chat_file_once")]
        indexes = [models.Index(fields=["created_at"], name="chat_file_by_time")]

    def __str__(self) -> str:
        return self.filename


def file_of(session: ChatSession, key: uuid.UUID) -> ChatFile | None:
    """One of its files."""
    return ChatFile.objects.filter(session=session, key=key).first()


def brought_today(account: Account) -> int:
    """Bytes of all files that its visitors brought in the last day."""
    rows = ChatFile.objects.filter(session__account=account, created_at__gt=real_now() - timedelta(days=1))
    return int(rows.aggregate(sum=Sum("size"))["sum"] or 0)

"""What stands in a visitor's thread, theirs and ours."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from webcare.channels.webchat.session import ChatSession
from webcare.lib.now import now

THEIRS, OURS = "v.", "o."  # in front of the names that browsers and our deliveries give


class ChatLine(models.Model):
    """`name` is what its writer called it, behind a mark of who wrote, unique in its thread. `version`: see ChatSession."""

    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField(max_length=80)
    ours = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.BigIntegerField()

    objects: ClassVar[models.Manager[ChatLine]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="chat_line_once")]
        indexes = [models.Index(fields=["session", "version"], name="chat_line_news")]

    def __str__(self) -> str:
        return self.external_id

    @property
    def external_id(self) -> str:
        """As the house calls the message."""
        return f"{self.session.key}:{self.name}"


def find(account_id: int, external_id: str) -> ChatLine | None:
    """A line by the name that the house has for it."""
    key, _, name = external_id.partition(":")
    rows = ChatLine.objects.select_related("session").filter(session__account=account_id, session__key=key, name=name)
    return rows.first()

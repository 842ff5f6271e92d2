"""What colleagues tell each other beside a conversation; the customer never sees it."""

from __future__ import annotations

from django.db import models

from webcare.conversations.conversation import Conversation
from webcare.conversations.noting import Removable
from webcare.lib.now import now
from webcare.team.person import Person
from webcare.team.team import Team


class Note(Removable, models.Model):
    """`mentioned` and `teams` were told about it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    at = models.DateTimeField(default=now)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    mentioned = models.ManyToManyField(Person, related_name="mentioned_in", blank=True)
    teams = models.ManyToManyField(Team, related_name="mentioned_in", blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["conversation", "at"], name="note_flow")]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.conversation_id}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "note"

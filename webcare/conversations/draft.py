"""What somebody has begun to write; it survives a reload, a crash and another tab."""

from __future__ import annotations

from django.db import models

from webcare.conversations.conversation import Conversation
from webcare.lib.now import now
from webcare.team.person import Person


class Draft(models.Model):
    """One per person and conversation and mode. `revision` grows with every save: an older tab cannot overwrite."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    mode = models.CharField(max_length=8, default="reply")  # reply | note
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person", "mode"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.person_id} in {self.conversation_id}"


class Presence(models.Model):
    """Who is looking at a conversation, or typing in it, as of `seen_at`."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.conversation_id}"

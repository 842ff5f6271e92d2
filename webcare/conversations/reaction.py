"""What somebody put below a message with one click: a heart, a thumb, a word; theirs or ours."""

from __future__ import annotations

from django.db import models

from webcare.channels.account import Account


class Reaction(models.Model):
    """All `signs` of one person at one message. No signs: they took them back, and what is older changes nothing.

    It names its message as the network does, so that it may come first.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=512)
    author_external_id = models.CharField(max_length=320)
    author_name = models.CharField(max_length=255, blank=True)
    ours = models.BooleanField(default=False)
    signs = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "external_id", "author_external_id"], name="reaction_once")
        ]
        indexes = [
            models.Index(fields=["author_external_id"], name="reaction_author"),
            models.Index(fields=["at"], name="reaction_age"),
        ]

    def __str__(self) -> str:
        return f"{' '.join(self.signs)} at {self.external_id}"

"""A word that the team sticks on conversations."""

from __future__ import annotations

from django.db import models

from webcare.conversations.conversation import Conversation


class Label(models.Model):
    """`hue` is the angle of its colour."""

    name = models.CharField(max_length=60, unique=True)
    hue = models.PositiveSmallIntegerField(default=232)
    conversations = models.ManyToManyField(Conversation, related_name="labels", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "label"

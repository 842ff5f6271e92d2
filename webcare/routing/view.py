"""A saved view: filters on the queue under a name, for oneself or for the team."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from webcare.conversations.conversation import Conversation
from webcare.lib.now import now
from webcare.team.person import Person


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def for_person(self, person: Person) -> Self:
        """One's own and the shared ones."""
        return self.filter(Q(owner=person) | Q(shared=True))


class SavedView(models.Model):
    """`filters` is the query string of the queue page."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    shared = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class Skip(models.Model):
    """Somebody passed over what Next gave them, and why; Next does not give it to them again until `until`."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="skips")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skips")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="skip_person")]

    def __str__(self) -> str:
        return f"{self.person_id} skipped {self.conversation_id}"

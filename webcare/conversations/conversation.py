"""An exchange with one person in one place: who waits since when, who has it, whether it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from webcare.channels.account import Account
from webcare.conversations.assigning import Assignable
from webcare.conversations.claiming import Claimable
from webcare.conversations.closing import Closable
from webcare.conversations.correcting import Correctable
from webcare.conversations.drafting import Draftable
from webcare.conversations.labelling import Labellable
from webcare.conversations.noting import Notable
from webcare.conversations.replying import Replyable
from webcare.conversations.snoozing import Snoozable
from webcare.conversations.watching import Watchable
from webcare.customers.handle import Handle
from webcare.lib.now import now
from webcare.team.brand import Brand
from webcare.team.person import Person
from webcare.team.team import Team


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the brands that the person sees."""
        return self.filter(brand__among=person.brand_keys())

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_at=None)

    def waiting(self) -> Self:
        """A customer waits for an answer and nobody has put it off."""
        return self.filter(closed_at=None, snoozed_until=None, waiting_since__isnull=False)

    def snoozed(self) -> Self:
        """Put off until a date."""
        return self.filter(closed_at=None, snoozed_until__isnull=False)


class Conversation(
    Claimable,
    Replyable,
    Assignable,
    Closable,
    Snoozable,
    Labellable,
    Notable,
    Draftable,
    Watchable,
    Correctable,
    models.Model,
):
    """`waiting_since` is the start of the first unanswered message of the customer, null when nobody waits.

    A claim is `holder` until `held_until`; an assignment is `assignee`. `version` grows with every transition: a
    conditional UPDATE on it is how a transition is won.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="conversations")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="conversations")
    network = models.CharField(max_length=32)
    thread_key = models.CharField(max_length=512)
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="conversations")
    private = models.BooleanField()
    subject = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, blank=True)  # empty: uncertain
    language_corrected = models.BooleanField(default=False)
    urgent = models.CharField(max_length=32, blank=True)  # the reason, empty when it is not
    preview = models.CharField(max_length=300, blank=True)  # of the newest message of the customer
    opened_at = models.DateTimeField(default=now)
    last_message_at = models.DateTimeField(default=now)
    waiting_since = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # our newest answer
    waiting_messages = models.PositiveIntegerField(default=0)
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="conversations")
    holder = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="held")
    held_until = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snoozed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=32, blank=True)  # "", "answered", "spam", "tag_only", "chatter" …
    emptied_at = models.DateTimeField(null=True, blank=True)  # its words were kept for as long as they may be
    version = models.PositiveIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "thread_key", "handle"], name="conversation_once")]
        indexes = [
            models.Index(
                fields=["waiting_since", "id"],
                name="conversation_waiting",
                condition=Q(closed_at=None, snoozed_until=None, waiting_since__isnull=False),
            ),
            models.Index(
                fields=["snoozed_until"], name="conversation_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
            models.Index(fields=["assignee", "-last_message_at"], name="conversation_assignee"),
            models.Index(fields=["holder"], name="conversation_holder", condition=Q(holder__isnull=False)),
            models.Index(fields=["-last_message_at", "id"], name="conversation_newest"),
            models.Index(fields=["handle", "-last_message_at"], name="conversation_handle"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk} with {self.handle_id}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "conversation"

    @property
    def topic(self) -> str:
        """What live screens listen to."""
        return f"conversation:{self.pk}"

    @property
    def path(self) -> str:
        """Where people find it."""
        return f"/conversations/{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_waiting(self) -> bool:
        return self.is_open and self.snoozed_until is None and self.waiting_since is not None

    def holder_at(self, at: datetime) -> Person | None:
        """Who holds it, unless the claim has lapsed."""
        return self.holder if self.holder_id and self.held_until and self.held_until > at else None

    def whose(self, at: datetime) -> Person | None:
        """To whom it is assigned, or else who holds it: the one who hears what happens to it."""
        return self.assignee or self.holder_at(at)

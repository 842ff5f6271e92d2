"""A conversation of a dark network that goes on with the same customer elsewhere, once in an outage."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from webcare.channels.outage import Outage
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.lib.claiming import Leased, LeasedQuerySet
from webcare.lib.now import now
from webcare.team.person import Person


class CrossingQuerySet(LeasedQuerySet):
    def pending(self) -> Self:
        """Approved, and not done yet."""
        return self.filter(done_at=None)

    def made(self) -> Self:
        """Those that lead somewhere."""
        return self.filter(to__isnull=False)

    def standing(self) -> Self:
        """Those that lead somewhere while the network is dark, as long as it is the same customer there."""
        same = Q(conversation__handle__customer=F("to__handle__customer"))
        return self.made().filter(same, outage__ended_at=None)


class Crossing(Leased):
    """`place` is where the customer is reached, `to` the private exchange there in which it goes on.

    `text` is what they are told, as it was approved; `message` is that, once it is written: one for each person, however many
    of their conversations wait. `why` says why nothing came of it.
    """

    outage = models.ForeignKey(Outage, on_delete=models.CASCADE, related_name="crossings")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="crossings")
    place = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, blank=True, related_name="crossed_from")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)

    objects = CrossingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outage", "conversation"], name="crossing_once")]
        indexes = [models.Index(fields=["next_attempt_at", "id"], name="crossing_pending", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.conversation_id} goes on in {self.to_id or self.place_id}"


def goes_on_in(conversation: Conversation) -> Conversation | None:
    """Where it goes on while its network is dark; None where it goes on here."""
    around = ("to__account__application", "to__brand", "to__handle__customer")
    crossing = Crossing.objects.standing().filter(conversation=conversation).select_related(*around).first()
    return crossing.to if crossing else None


def comes_from(conversation: Conversation) -> list[Conversation]:
    """The conversations of dark networks that go on in this one, those that still wait first."""
    rows = Conversation.objects.filter(crossings__in=Crossing.objects.standing().filter(to=conversation))
    return list(rows.select_related("account", "handle").order_by("waiting_since", "pk"))

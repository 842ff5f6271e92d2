"""What became of our public messages, as their networks count it, and how many follow our accounts: the newest figures of each."""

from __future__ import annotations

from django.db import models

from webcare.channels.account import Account
from webcare.conversations.message import Message

FIGURES = ("views", "likes", "replies", "shares", "clicks")


class MessageInsight(models.Model):
    """Of one message, as it was told last. Null: the network does not tell."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="insight")
    measured_at = models.DateTimeField()
    views = models.BigIntegerField(null=True, blank=True)
    likes = models.BigIntegerField(null=True, blank=True)
    replies = models.BigIntegerField(null=True, blank=True)
    shares = models.BigIntegerField(null=True, blank=True)
    clicks = models.BigIntegerField(null=True, blank=True)

    objects: models.Manager[MessageInsight] = models.Manager()

    def __str__(self) -> str:
        return f"what became of message {self.message}"

    @property
    def figures(self) -> tuple[int | None, ...]:
        """In the order of `FIGURES`."""
        return tuple(getattr(self, name) for name in FIGURES)


class AccountDay(models.Model):
    """An account on one day (UTC): how many followed it, when its network was asked last, and why it told nothing then."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    followers = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    objects: models.Manager[AccountDay] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="account_day_once")]

    def __str__(self) -> str:
        return f"{self.account} on {self.day}"

"""What stands in one of our profiles about waiting: the organisation's own words, with a gap that a worker fills."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from webcare.channels.account import Account
from webcare.lib.claiming import Leased, LeasedQuerySet


class IntroductionQuerySet(LeasedQuerySet):
    def pending(self) -> Self:
        """Those that go along with the board, and those switched off whose profile still tells a time."""
        reachable = Q(account__connected_at__isnull=False, account__disconnected_at=None, account__reauth_at=None)
        return self.filter(reachable).filter(Q(is_on=True) | Q(is_settled=False))


class Introduction(Leased):
    """`words` has a gap, `{wait}`. `shown` is what stands in the profile since `written_at`, with `said` minutes in it."""

    rests = timedelta(minutes=20)  # no network lets its profile stand for longer before it may change again

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="introduction")
    words = models.TextField()
    language = models.CharField(max_length=8)
    is_on = models.BooleanField(default=True)
    is_settled = models.BooleanField(default=False)  # the profile says what these words, and the switch, ask for
    shown = models.TextField(blank=True)
    said = models.PositiveIntegerField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    objects = IntroductionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.account)

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "introduction"

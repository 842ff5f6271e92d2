"""A customer takes a conversation of our own chat along to another network, by a code that only they have seen."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from webcare.channels.outage import Outage
from webcare.conversations.conversation import Conversation
from webcare.customers.code import LETTERS
from webcare.lib.keyring import proof_key
from webcare.lib.now import now

LASTS = timedelta(minutes=30)
PURPOSE = "passage"
PART, PARTS = 4, 3
_PART = rf"([{LETTERS}]{{{PART}}})"
# A look ahead, so that words of four letters in front of a code do not swallow its beginning.
SHAPE = re.compile(rf"(?<![A-Z0-9])(?={_PART}[\s\-–]?{_PART}[\s\-–]?{_PART}(?![A-Z0-9]))")


class PassageQuerySet(models.QuerySet["Passage"]):
    def usable(self, at: datetime) -> Self:
        """Shown, not yet come back, not too old."""
        return self.filter(used_at=None, expires_at__gt=at)

    def standing(self) -> Self:
        """Those that lead somewhere, as long as it is the same customer there and the network takes our answers."""
        same = Q(conversation__handle__customer=F("to__handle__customer"))
        there = Q(
            to__account__connected_at__isnull=False, to__account__disconnected_at=None, to__account__reauth_at=None
        )
        away = Outage.objects.standing().values("network")
        return self.filter(same, there, ended_at=None).exclude(to__network__in=away)


class Passage(models.Model):
    """Of the code we keep a keyed hash. `to` is where it came back; the passage lasts until the customer writes in
    `conversation` again."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="passages")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    to = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, blank=True, related_name="passed_from")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="passage_usable", condition=Q(used_at=None))]

    def __str__(self) -> str:
        return f"passage {self.pk}"


def new_code() -> str:
    """Twelve letters, 59 bits: short enough to be typed, and nobody may guess often within half an hour."""
    return "".join(secrets.choice(LETTERS) for _ in range(PART * PARTS))


def shown(code: str) -> str:
    """As people read and type it."""
    return "-".join(code[place : place + PART] for place in range(0, len(code), PART))


def codes_in(text: str) -> set[str]:
    """Whatever in a text looks like a code."""
    return {"".join(parts) for parts in SHAPE.findall(text.upper())}


def digest_of(code: str) -> str:
    """What is kept of a code; without our key nobody can try all codes on it."""
    return hmac.new(proof_key(PURPOSE), code.encode(), hashlib.sha256).hexdigest()


def passages_at(conversation: Conversation) -> list[Passage]:
    """Those that lead from here, and those that lead here."""
    rows = Passage.objects.standing().filter(Q(conversation=conversation) | Q(to=conversation))
    if not rows.exists():  # as nearly always; the rest is much to ask for
        return []
    there = ("to__account__application", "to__brand", "to__handle__customer")
    return list(rows.select_related("conversation__account", "conversation__handle", *there).order_by("pk"))


def passed_to(conversation: Conversation) -> Conversation | None:
    """Where its customer took it along."""
    return next((one.to for one in passages_at(conversation) if one.conversation == conversation), None)


def passed_from(conversation: Conversation) -> list[Conversation]:
    """Those that were taken along to this one, who waits longest first."""
    found = [one.conversation for one in passages_at(conversation) if one.to == conversation]
    return sorted(found, key=lambda one: (one.waiting_since or one.last_message_at, one.pk))

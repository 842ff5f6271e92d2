"""A one-time code: sent privately to one handle, it proves that whoever writes it from another one is the same person."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from webcare.customers.handle import Handle
from webcare.lib.now import now
from webcare.team.person import Person

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike
LASTS = timedelta(hours=24)
LENGTH = 8
SHAPE = re.compile(rf"(?<![A-Z0-9])([{LETTERS}]{{4}})[\s\-–]?([{LETTERS}]{{4}})(?![A-Z0-9])")


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _expiry() -> datetime:
    return now() + LASTS


class LinkCodeQuerySet(models.QuerySet["LinkCode"]):
    def usable(self, at: datetime) -> Self:
        """Sent, not yet come back, not too old."""
        return self.filter(used_at=None, expires_at__gt=at)


class LinkCode(models.Model):
    """`handle` got it; `used_by` is the handle from which it came back."""

    code = models.CharField(max_length=LENGTH, unique=True, default=_code)
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="codes")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(default=_expiry)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(Handle, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = LinkCodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="link_code_usable", condition=Q(used_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(used_by=None) | ~Q(used_by=F("handle")), name="link_code_from_another")
        ]

    def __str__(self) -> str:
        return f"code for {self.handle_id}"

    @property
    def shown(self) -> str:
        """As people read and type it."""
        return f"{self.code[:4]}-{self.code[4:]}"


def codes_in(text: str) -> set[str]:
    """Whatever in a text looks like a code, in the form in which codes are stored."""
    return {"".join(halves) for halves in SHAPE.findall(text.upper())}

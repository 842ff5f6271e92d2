"""A colleague is invited by e-mail and joins through a link that works once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.core.signing import BadSignature, Signer
from django.db import models

from webcare.lib.now import real_now
from webcare.team.person import Person, Role
from webcare.team.team import Team

VALID = timedelta(days=7)


def fresh_token() -> str:
    """What a link is made from; nobody guesses it."""
    return secrets.token_urlsafe(32)


def _signer() -> Signer:
    return Signer(salt="webcare.invitation", sep=".")


def _expiry() -> datetime:
    return real_now() + VALID


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Not used, not withdrawn, not too old."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=real_now())

    def behind(self, ticket: str) -> Invitation | None:
        """The one of these to which a link leads; None for one that we did not sign."""
        try:
            return self.filter(token=_signer().unsign(ticket)).first()
        except BadSignature:
            return None


class Invitation(models.Model):
    """Who is invited, as what, by whom, until when."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.AGENT)
    teams = models.ManyToManyField(Team, blank=True)
    languages = models.JSONField(default=dict, blank=True)  # language code → how well: native, fluent, basic
    token = models.CharField(max_length=64, unique=True, default=fresh_token)
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(default=real_now)
    expires_at = models.DateTimeField(default=_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"invitation of {self.email}"

    @property
    def ticket(self) -> str:
        """What stands in the link: the token, signed with our key, so that a copy of the database opens no door."""
        return _signer().sign(self.token)

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "invitation"

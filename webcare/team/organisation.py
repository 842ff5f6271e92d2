"""The one organisation of this deployment: name, languages, where the day begins, how long we wait."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from webcare.lib.read_once import forget, known


def _languages() -> list[str]:
    return ["en"]


class Organisation(models.Model):
    """`languages` are the codes that we answer in; detection is restricted to them, search asks all of them."""

    name = models.CharField(max_length=120, default="Webcare")
    languages = models.JSONField(default=_languages)
    fallback_language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    take_back_seconds = models.PositiveIntegerField(default=10)
    claim_minutes = models.PositiveIntegerField(default=15)
    held_hours = models.PositiveIntegerField(default=24, db_default=24)
    board_is_public = models.BooleanField(default=True)
    second_factor_required = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """And forget what this request has read."""
        super().save(*args, **kwargs)
        forget()

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "organisation"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def take_back(self) -> timedelta:
        return timedelta(seconds=self.take_back_seconds)

    @property
    def claim_lasts(self) -> timedelta:
        return timedelta(minutes=self.claim_minutes)

    @property
    def held_for(self) -> timedelta:
        """How long an answer waits for its account to be connected again."""
        return timedelta(hours=self.held_hours)


def organisation() -> Organisation:
    """The one row; made at first use. While a request lasts it is read once, and whoever asks has a copy of their own."""
    return copy(known(Organisation, _row))


def _row() -> Organisation:
    return Organisation.objects.get_or_create(pk=1)[0]


def answered_languages() -> frozenset[str]:
    """The languages that we answer in."""
    return frozenset(organisation().languages)

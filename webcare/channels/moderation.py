"""What a network is asked to do to a customer's post or to its author: hide, mute, block; a leased row until it did."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.outage import held_by
from webcare.channels.registry import adapter
from webcare.ledger.recording import record
from webcare.lib.claiming import Leased, LeasedQuerySet, back_off, in_turn
from webcare.lib.now import now
from webcare.lib.waking import WORK, wake

PATIENCE = 8
HOLD = timedelta(minutes=1)  # after which what waits for a dark network looks again
CAPABILITY = {
    "hide": "hide",
    "unhide": "hide",
    "mute": "mute",
    "unmute": "mute",
    "block": "block",
    "unblock": "block",
    "report": "report",
}
log = logging.getLogger(__name__)


class ModerationQuerySet(LeasedQuerySet):
    def unfinished(self) -> Self:
        """Neither done nor given up."""
        return self.filter(done_at=None, failed_at=None)

    def pending(self) -> Self:
        """Unfinished, and nothing older is unfinished for the same target: unmute never overtakes mute."""
        earlier = (
            ModerationQuerySet(self.model)
            .unfinished()
            .filter(account=OuterRef("account"), target=OuterRef("target"), pk__lt=OuterRef("pk"))
        )
        return self.unfinished().filter(~Exists(earlier))


class Moderation(Leased):
    """`target` is what the action and its opposite have in common, so that they happen in order."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="moderations")
    action = models.CharField(max_length=8, choices=[(action, action) for action in CAPABILITY])
    external_id = models.CharField(max_length=512, blank=True)
    handle_external_id = models.CharField(max_length=320, blank=True)
    target = models.CharField(max_length=560)
    asked_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "target", "id"],
                name="moderation_unfinished",
                condition=models.Q(done_at=None, failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "moderation"


def can(network: str, action: str) -> bool:
    """Whether the network offers it."""
    return bool(getattr(adapter(network).capabilities, CAPABILITY[action]))


def ask(account: Account, action: str, *, external_id: str = "", handle_id: str = "") -> Moderation:
    """Let a worker do it soon; call in the transaction of whatever depends on it."""
    wake(WORK)
    return Moderation.objects.create(
        account=account,
        action=action,
        external_id=external_id,
        handle_external_id=handle_id,
        target=f"{CAPABILITY[action]}:{external_id or handle_id}",
    )


def moderate_waiting(limit: int = 20) -> int:
    """Ask the networks for what waits, oldest first; returns how many rows were taken.

    Every action may be repeated without harm, so an unknown outcome is simply tried again.
    """
    rows: list[Moderation] = Moderation.objects.claim(limit)
    for row in in_turn(rows):
        if why := held_by(row.account.network):
            row.give_back(HOLD, attempts=row.attempts - 1, error=why)
            continue
        try:
            adapter(row.account.network).moderate(row.account, row.action, row.external_id, row.handle_external_id)
        except DeliveryError as error:
            _trouble(row, error)
        except Exception as error:  # one poisoned row must not stop the others
            log.exception("Moderation %s failed", row.pk)
            _trouble(row, DeliveryError(f"{type(error).__name__}: {error}"))
        else:
            _finish(row, "moderation.done", done_at=now(), error="")
    return len(rows)


def _trouble(row: Moderation, error: DeliveryError) -> None:
    if error.reauth:
        row.account.revoke(error.message)
    if error.permanent or error.reauth or row.attempts >= PATIENCE:
        _finish(row, "moderation.failed", failed_at=now(), error=error.message[:2000])
    else:
        row.give_back(_pause(row, error), error=error.message[:2000])


def _pause(row: Moderation, error: DeliveryError) -> timedelta:
    return error.retry_after or back_off(row.attempts)


def _finish(row: Moderation, verb: str, **changes: object) -> None:
    with transaction.atomic():
        won = Moderation.objects.unfinished().filter(pk=row.pk).update(leased_until=None, **changes)
        if won:
            record(verb, row, why=str(changes["error"]), data={"action": row.action})

"""Access that is renewed: one process at a time asks, since what renews it may be good for once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from webcare.channels.account import Account, RefreshLock
from webcare.lib.now import real_now

EARLY = timedelta(seconds=60)  # a token that ends within this time is not used any more
SAME = timedelta(minutes=5)  # two ends that are no further apart are one
ENDS = "access_expires_at"  # the account's setting with the moment, ISO 8601
LAST = "refresh_expires_at"  # the same for what renews it, where that ends too


def renewed(account: Account, refresh: Callable[[Account], None], *, stale: str) -> str:
    """A token other than `stale`: what somebody else fetched meanwhile, or else what `refresh` puts into the account.

    The new tokens have to be committed before anybody goes on, since the old refresh token is spent: no outer
    transaction may take them back.
    """
    if not account.pk:  # not stored yet, so that nobody else has it
        refresh(account)
        return str(account.secrets["access_token"])
    with transaction.atomic(durable=True):
        RefreshLock.objects.get_or_create(account=account)
        RefreshLock.objects.select_for_update().get(account=account)
        stored = Account.objects.get(pk=account.pk)
        if stored.secrets.get("access_token", "") == stale:
            secrets, settings = dict(stored.secrets), dict(stored.settings)
            refresh(stored)
            _keep(stored, _changed(secrets, stored.secrets), _changed(settings, stored.settings))
    account.secrets, account.settings = stored.secrets, stored.settings
    return str(account.secrets["access_token"])


def _keep(renewed: Account, secrets: dict[str, str], settings: dict[str, str]) -> None:
    """Only what is new: what somebody changed during the call stays so, and who was disconnected gets no token back."""
    row = Account.objects.select_for_update().get(pk=renewed.pk)
    if row.disconnected_at is None:
        row.keep(secrets=secrets, settings=settings)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if before.get(name) != value}


def ends_at(account: Account) -> datetime | None:
    """When the access ends; None where that is not known: the network says so when it is over."""
    return _moment(account, ENDS)


def over_at(account: Account) -> datetime | None:
    """When somebody has to agree again, whatever is renewed until then; None where that is not known, or never."""
    return _moment(account, LAST if account.secrets.get("refresh_token") else ENDS)


def learn_end(account: Account, ends: datetime | None) -> None:
    """What the network says of it now; the caller stores it. Told in seconds that are left, it is the same a moment later."""
    before = ends_at(account)
    if before and ends and abs(ends - before) < SAME:
        return
    known = {name: value for name, value in account.settings.items() if name != ENDS}
    account.settings = {**known, ENDS: ends.isoformat()} if ends else known


def keep_end(account: Account, ends: datetime | None) -> None:
    """The same, stored; of settings that somebody changes at this moment none is taken back."""
    learn_end(account, ends)
    if not account.pk:
        return
    with transaction.atomic():
        stored = Account.objects.select_for_update().get(pk=account.pk)
        learn_end(stored, ends)
        stored.save(update_fields=["settings"])


def ends_soon(account: Account) -> bool:
    """Whether it is better renewed before the next call."""
    moment = ends_at(account)
    return moment is not None and moment - EARLY < real_now()


def _moment(account: Account, name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(account.settings.get(name, "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else None

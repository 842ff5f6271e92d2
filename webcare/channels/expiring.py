"""Access that is about to end: administrators are told a week and a day before, once each, while it can still be given anew."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.registry import adapter
from webcare.channels.renewing import over_at
from webcare.lib.now import real_now
from webcare.team.notice import Notice, NoticeKind
from webcare.team.person import Person, Role
from webcare.team.telling import tell_all

STEPS = (timedelta(days=1), timedelta(days=7))  # before the end, the later one first
ENDING = _(
    "The access to {name} on {network} ends on {day} (UTC). Connect the account again before that; nothing is lost by it."
)
log = logging.getLogger(__name__)


def warn_of_ends(at: datetime | None = None) -> int:
    """Returns how many accounts' access is about to end."""
    at = at or real_now()
    found = [account for account in Account.objects.connected().filter(reauth_at=None) if _step(account, at)]
    people = list(Person.objects.working().filter(role=Role.ADMINISTRATOR)) if found else []
    ending = 0
    for account in found:
        if not _is_told(account, at) and not _ask_again(account, at):
            continue
        ending += 1
        over = over_at(account)
        said = format_lazy(
            ENDING,
            name=account.handle or account.name or account.external_id,
            network=adapter(account.network).capabilities.name,
            day=f"{over:%Y-%m-%d %H:%M}",
        )
        tell_all(people, NoticeKind.ACCESS, _key(account, at), said, f"/settings/accounts/{account.pk}")
    return ending


def _step(account: Account, at: datetime) -> timedelta | None:
    """How near the end is; None where it is far, unknown, or past: then the network says so itself."""
    over = over_at(account)
    if over is None or over <= at:
        return None
    return next((step for step in STEPS if over - at <= step), None)


def _key(account: Account, at: datetime) -> str:
    step = _step(account, at) or timedelta(0)
    return f"access:{account.pk}:{over_at(account):%Y-%m-%dT%H:%M}:{step.days}"


def _is_told(account: Account, at: datetime) -> bool:
    return Notice.objects.filter(key=_key(account, at)).exists()


def _ask_again(account: Account, at: datetime) -> bool:
    """Some networks put the end off while the access is used: before anybody is alarmed, theirs is the last word."""
    try:
        adapter(account.network).check(account)
    except DeliveryError as error:
        log.warning("%s could not be asked when its access ends: %s", account, error.message)
    account.refresh_from_db()
    return account.reauth_at is None and _step(account, at) is not None

"""How one account of ours is: what it brought and how late, what went wrong in a day, and how long we may still use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Max, Q, QuerySet

from webcare.channels.account import Account
from webcare.channels.budget import Standing, standing
from webcare.channels.delivery import Delivery
from webcare.channels.moderation import Moderation
from webcare.channels.quota import Quota, known
from webcare.channels.receipt import Receipt
from webcare.channels.renewing import over_at
from webcare.conversations.insight import AccountDay
from webcare.conversations.message import Message
from webcare.lib.now import now

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Errors:
    """So many of one kind in a day, and why the newest."""

    kind: str  # failed | unconfirmed | refused | aside | lacking | figures
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Condition:
    """`silence`: since the last event; `lag` and `slowest`: how long customers' messages of a day took to us, None without any."""

    account: Account
    silence: timedelta | None
    messages: int
    lag: timedelta | None
    slowest: timedelta | None
    errors: tuple[Errors, ...]
    costs: Standing | None
    quota: Quota | None
    over_at: datetime | None


def condition(account: Account) -> Condition:
    """As it is now, from what is known; the network is not asked."""
    at = now()
    theirs = Message.objects.filter(account=account, ours=False, counts_from__gte=at - DAY).exclude(sent_at=None)
    took = theirs.aggregate(
        count=Count("pk"), mean=Avg(F("received_at") - F("sent_at")), most=Max(F("received_at") - F("sent_at"))
    )
    return Condition(
        account=account,
        silence=max(at - account.last_event_at, timedelta(0)) if account.last_event_at else None,
        messages=took["count"],
        lag=_positive(took["mean"]),
        slowest=_positive(took["most"]),
        errors=tuple(_errors(account, at - DAY)),
        costs=standing(account.application),
        quota=known(account),
        over_at=over_at(account),
    )


def _errors(account: Account, since: datetime) -> Iterable[Errors]:
    sent = Delivery.objects.filter(account=account, sent_at=None, cancelled_at=None)
    door = Q(account=account)
    if account.application_id:
        door |= Q(account=None, application=account.application_id)
    handed = Receipt.objects.filter(door)
    refused = Moderation.objects.filter(account=account)
    told: Sequence[tuple[str, QuerySet[Delivery] | QuerySet[Receipt] | QuerySet[Moderation], str, str]] = (
        ("failed", sent.filter(failed_at__gte=since), "failed_at", "error"),
        ("unconfirmed", sent.filter(unconfirmed_at__gte=since), "unconfirmed_at", "error"),
        ("refused", refused.filter(failed_at__gte=since), "failed_at", "error"),
        ("aside", handed.set_aside().filter(set_aside_at__gte=since), "set_aside_at", "error"),
        ("lacking", handed.went_without().filter(received_at__gte=since), "received_at", "lacking"),
    )
    for kind, rows, moment, why in told:
        if count := rows.count():
            yield Errors(kind, count, str(rows.order_by(f"-{moment}").values_list(why, flat=True)[0]))
    newest = AccountDay.objects.filter(account=account, asked_at__gte=since).order_by("-day").first()
    if newest and newest.trouble:
        yield Errors("figures", 1, newest.trouble)


def _positive(span: timedelta | None) -> timedelta | None:
    """Clocks differ; nothing arrives before it was said."""
    return None if span is None else max(span, timedelta(0))

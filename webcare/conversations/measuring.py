"""Asks networks now and then what became of our public messages; how often and for how long is a question of what it costs."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.budget import insight_days, may_poll
from webcare.channels.insight import Insight
from webcare.channels.registry import adapter
from webcare.conversations.insight import FIGURES, AccountDay, MessageInsight
from webcare.conversations.message import Message
from webcare.lib.now import now
from webcare.lib.strain import is_strain

AGAIN = timedelta(hours=6)  # after so long an account is asked anew; where that costs, once a day
MOST = 5_000  # messages of one account in one round, the newest first
log = logging.getLogger(__name__)
Posts = Sequence[tuple[str, int]]  # the network's id of each, and ours


def measure_due() -> int:
    """Ask for every account whose time has come; returns how many messages were measured."""
    total = 0
    for account in Account.objects.connected().filter(reauth_at=None).select_related("application"):
        days = insight_days(account)
        if days and may_poll(account) and (today := _claimed(account, now())):
            try:
                total += _measure(account, today, timedelta(days=days))
            except Exception as error:
                if is_strain(error):
                    raise
                log.exception("%s could not be asked what became of our messages", account)  # others are all the same
    return total


def _claimed(account: Account, at: datetime) -> AccountDay | None:
    """The row of the day, where it is this process's turn to ask; a round without an answer is repeated also where it costs."""
    today, _ = AccountDay.objects.get_or_create(account=account, day=at.date())
    is_due = Q(asked_at=None) | Q(asked_at__lt=at - AGAIN)
    if adapter(account.network).capabilities.tariff:
        is_due &= Q(asked_at=None) | ~Q(trouble="")
    won = AccountDay.objects.filter(is_due, pk=today.pk).update(asked_at=at)
    return today if won else None


def _measure(account: Account, today: AccountDay, back: timedelta) -> int:
    """What a network refuses here takes nobody's access away: answers may still leave without these figures."""
    asked, measured = adapter(account.network), 0
    today.trouble = ""
    try:
        for posts in _batches(account, now() - back, asked.capabilities.insights):
            told = asked.insights(account, [external_id for external_id, _ in posts])
            measured += _store(dict(posts), told)
        today.followers = asked.followers(account)
    except DeliveryError as error:
        today.trouble = error.message
        log.warning("%s does not tell what became of our messages: %s", account, error.message)
    today.save(update_fields=["followers", "trouble"])
    return measured


def _batches(account: Account, since: datetime, size: int) -> Iterator[Posts]:
    rows = Message.objects.filter(account=account, ours=True, private=False, counts_from__gte=since, deleted_at=None)
    rows = rows.exclude(external_id=None).order_by("-counts_from", "-pk")
    yield from _several([(str(name), pk) for name, pk in rows.values_list("external_id", "pk")[:MOST]], size)


def _several(posts: Posts, size: int) -> Iterator[Posts]:
    for start in range(0, len(posts), size):
        yield posts[start : start + size]


def _store(posts: dict[str, int], told: Sequence[Insight]) -> int:
    """One row a message, whose figures are replaced."""
    at = now()
    rows = [
        MessageInsight(
            message_id=posts[one.external_id], measured_at=at, **{name: getattr(one, name) for name in FIGURES}
        )
        for one in told
        if one.external_id in posts
    ]
    MessageInsight.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["message"], update_fields=["measured_at", *FIGURES]
    )
    return len(rows)

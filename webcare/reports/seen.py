"""What was seen of our public messages, per network and day, with the messages behind every figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from webcare.conversations.insight import FIGURES, AccountDay, MessageInsight
from webcare.reports.response_times import Period
from webcare.team.person import Person

NETWORK = "message__conversation__network"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was said on one day on one network, and what had become of it when that was told last; None: it does not tell."""

    day: date
    network: str
    messages: int
    views: int | None = None
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    clicks: int | None = None
    followers: int | None = None


def by_day(person: Person, period: Period, zone: tzinfo, network: str = "") -> list[Seen]:
    """The newest day first. Definitions: docs/metrics.md."""
    day = TruncDate("message__counts_from", tzinfo=zone)
    sums = {f"all_{name}": Sum(name) for name in FIGURES}
    rows = behind(person, period, network).annotate(day=day).order_by().values("day", NETWORK)
    followers = _followers(person, period, zone, network)
    return [
        Seen(
            day=row["day"],
            network=row[NETWORK],
            messages=row["messages"],
            followers=followers.get((row["day"], row[NETWORK])),
            **{name: None if row[f"all_{name}"] is None else int(row[f"all_{name}"]) for name in FIGURES},
        )
        for row in rows.annotate(messages=Count("pk"), **sums).order_by("-day", NETWORK)
    ]


def behind(person: Person, period: Period, network: str = "") -> QuerySet[MessageInsight]:
    """Messages of the brands that this person sees, the newest first."""
    rows = MessageInsight.objects.filter(
        message__conversation__brand__in=person.brands(),
        message__counts_from__gte=period.since,
        message__counts_from__lt=period.until,
    ).order_by("-message__counts_from", "-pk")
    return rows.filter(message__conversation__network=network) if network else rows


def troubles(person: Person, period: Period) -> QuerySet[AccountDay]:
    """Accounts whose network told nothing when it was asked last in that time."""
    days = AccountDay.objects.filter(account__brand__in=person.brands(), asked_at__lt=period.until)
    newest = days.filter(asked_at__gte=period.since).order_by("account", "-day").distinct("account")
    return AccountDay.objects.filter(pk__in=newest.values("pk")).exclude(trouble="").select_related("account")


def _followers(person: Person, period: Period, zone: tzinfo, network: str) -> dict[tuple[date, str], int]:
    """Of all accounts of a network together."""
    ends = (period.since.astimezone(zone).date(), period.until.astimezone(zone).date())
    days = AccountDay.objects.filter(account__brand__in=person.brands(), day__range=ends).exclude(followers=None)
    if network:
        days = days.filter(account__network=network)
    rows = days.order_by().values_list("day", "account__network").annotate(all=Sum("followers"))
    return {(day, name): int(count) for day, name, count in rows}

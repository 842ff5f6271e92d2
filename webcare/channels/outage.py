"""A network that a person has declared dark: since when, whether for good, and who said that it is light again."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop

from webcare.channels.account import Account
from webcare.channels.registry import UnknownNetwork, adapter
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.claiming import Leased, LeasedQuerySet
from webcare.lib.now import now
from webcare.lib.sentence import Sentence
from webcare.lib.waking import WORK, wake
from webcare.team.organisation import organisation
from webcare.team.person import Person

HELD = Sentence(
    gettext_noop(
        "%(network)s has not been reachable since %(since)s. The answer is kept, and leaves by itself once somebody says that the "
        "network is back."
    )
)


class OutageQuerySet(LeasedQuerySet):
    def standing(self) -> Self:
        """Those of networks that are dark now."""
        return self.filter(ended_at=None)

    def pending(self) -> Self:
        """Those that are over, and after which nobody has asked yet for what was missed."""
        return self.filter(ended_at__isnull=False, caught_up_at=None)


class Outage(Leased):
    """`since` is when the network went away as far as we know, `declared_at` when somebody said so. `closed_at`: for good.

    Once it has ended it is work for a worker, until what was missed has been asked for (`caught_up_at`).
    """

    network = models.CharField(max_length=32)
    since = models.DateTimeField()
    declared_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    caught_up_at = models.DateTimeField(null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network"], name="outage_once", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.network} dark since {self.since}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "outage"

    @property
    def topics(self) -> list[str]:
        """The screens that say so: board, lists, conversations of the network, the page about it."""
        return ["board", "queue", f"network:{self.network}", self.topic]

    @property
    def topic(self) -> str:
        """What the page about it listens to."""
        return f"outage:{self.network}"

    @property
    def name(self) -> str:
        """The network as people say it."""
        return name_of(self.network)

    @property
    def since_when(self) -> str:
        """As people read it: the hour, and the day unless it is today's."""
        return moment(self.since)


def dark(network: str) -> Outage | None:
    """The outage of this network, while it lasts."""
    found: Outage | None = Outage.objects.standing().filter(network=network).first()
    return found


def dark_networks() -> dict[str, Outage]:
    """Every network that is dark now."""
    return {row.network: row for row in Outage.objects.standing().order_by("since", "pk")}


def closed_networks() -> list[str]:
    """Those that are gone for good: nobody asks them for anything."""
    return list(Outage.objects.standing().exclude(closed_at=None).values_list("network", flat=True))


def held_by(network: str) -> str:
    """Why nothing leaves over this network now; "" where it may."""
    outage = dark(network)
    return HELD(network=outage.name, since=outage.since_when) if outage else ""


def may_decide(person: Person, network: str) -> bool:
    """Whether they may say that it is dark, gone or light: that counts for every brand on it, so they see them all."""
    there = Account.objects.connected().filter(network=network)
    return not there.exclude(brand__among=person.brand_keys()).exists()


def declare(network: str, by: Person, since: datetime) -> Outage:
    """Say that it is dark; who says so second gets the outage that stands already."""
    with transaction.atomic():
        outage, made = Outage.objects.get_or_create(network=network, ended_at=None, defaults={"since": since, "by": by})
        if made:
            record("outage.declared", outage, by=by, data={"network": network, "since": since.isoformat()})
            changed(outage.topics)
    return outage


def close(outage: Outage, by: Person) -> bool:
    """It does not come back: from now on nobody asks it for anything either. False when that was said before."""
    with transaction.atomic():
        won = Outage.objects.standing().filter(pk=outage.pk, closed_at=None).update(closed_at=now())
        if won:
            record("outage.closed", outage, by=by, data={"network": outage.network})
            changed(outage.topics)
    return bool(won)


def lighten(outage: Outage, by: Person) -> bool:
    """It is back; a worker asks for what was missed. False when it had ended before. Call `returning.end` for all of it."""
    with transaction.atomic():
        won = Outage.objects.standing().filter(pk=outage.pk).update(ended_at=now())
        if won:
            record("outage.ended", outage, by=by, data={"network": outage.network})
            changed(outage.topics)
            wake(WORK)
    return bool(won)


def name_of(network: str) -> str:
    """As people say it, also when its adapter is gone."""
    try:
        return adapter(network).capabilities.name
    except UnknownNetwork:
        return network


def moment(at: datetime) -> str:
    """An hour of the organisation's own day; with its date when that is not today's."""
    zone = organisation().zone
    local = localtime(at, zone)
    return date_format(local, "H:i" if local.date() == localtime(now(), zone).date() else "j N H:i")

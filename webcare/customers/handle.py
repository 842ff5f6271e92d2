"""A name on one network; who writes to us is first of all a handle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models.functions import Upper

from webcare.customers.customer import Customer
from webcare.customers.linking import Linkable
from webcare.lib.copying import copy_values
from webcare.lib.now import now


class Handle(Linkable, models.Model):
    """`external_id` is the network's own and changes only with it; `name` and `handle` follow what the network says."""

    network = models.CharField(max_length=32)
    external_id = models.CharField(max_length=320)
    handle = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=255, blank=True)
    followers = models.PositiveBigIntegerField(null=True, blank=True)
    verified = models.BooleanField(default=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="handles")
    proof = models.CharField(max_length=255, blank=True)  # why it belongs to this customer, if it was linked
    first_seen_at = models.DateTimeField(default=now)
    muted_until = models.DateTimeField(null=True, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "external_id"], name="handle_once")]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="handle_name_trigrams"),
            GinIndex(OpClass(Upper("handle"), name="gin_trgm_ops"), name="handle_handle_trigrams"),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "handle"

    @property
    def topic(self) -> str:
        """What live screens listen to: the page of the customer."""
        return f"customer:{self.customer_id}"

    @property
    def shown(self) -> str:
        """The name that people read."""
        return self.name or self.handle or self.external_id


class Sighting:
    """What a batch of messages says about its authors, ready to be stored in one statement each."""

    def __init__(self, network: str) -> None:
        self.network = network
        self.by_id: dict[str, Handle] = {}
        self.formerly: dict[str, str] = {}

    def see(
        self,
        external_id: str,
        *,
        handle: str,
        name: str,
        followers: int | None,
        verified: bool,
        formerly: Sequence[str] = (),
    ) -> None:
        """Note one author; later sightings in the batch win where they know more. `formerly` are earlier ids of theirs."""
        self.formerly.update(dict.fromkeys(formerly, external_id))
        seen = self.by_id.setdefault(external_id, Handle(network=self.network, external_id=external_id))
        seen.handle = handle[:320] or seen.handle
        seen.name = name[:255] or seen.name
        seen.followers = followers if followers is not None else seen.followers
        seen.verified = verified or seen.verified

    def identified(self) -> dict[str, Handle]:
        """The stored handles by external id: known ones brought up to date, new ones with a customer of their own."""
        if self.formerly:
            rename(self.network, self.formerly)
        known = {row.external_id: row for row in _known(self.network, self.by_id)}
        changed = [row for row in known.values() if _updated(row, self.by_id[row.external_id])]
        if changed:
            Handle.objects.bulk_update(changed, ["handle", "name", "followers", "verified"])
        fresh = [seen for external_id, seen in self.by_id.items() if external_id not in known]
        stored = _stored(fresh) if fresh else {}
        known.update(stored)
        if lost := [seen.external_id for seen in fresh if seen.external_id not in stored]:
            known.update({row.external_id: row for row in _known(self.network, lost)})  # another worker was first
        return known


def rename(network: str, formerly: Mapping[str, str]) -> None:
    """Whom we know by an earlier id goes on under the one that the network gives now, unless both are known already."""
    there = set(_known(network, formerly.values()).values_list("external_id", flat=True))
    for row in _known(network, formerly):
        external_id = formerly[row.external_id]
        if external_id not in there:
            Handle.objects.filter(pk=row.pk).update(external_id=external_id)
            there.add(external_id)


def _known(network: str, external_ids: Iterable[str]) -> models.QuerySet[Handle]:
    return Handle.objects.filter(network=network, external_id__among=external_ids)


def _updated(row: Handle, seen: Handle) -> bool:
    before = (row.handle, row.name, row.followers, row.verified)
    row.handle, row.name = seen.handle or row.handle, seen.name or row.name
    row.followers = seen.followers if seen.followers is not None else row.followers
    row.verified = seen.verified
    return before != (row.handle, row.name, row.followers, row.verified)


def _stored(fresh: list[Handle]) -> dict[str, Handle]:
    """Those of the handles that nobody had stored before, each with a customer of its own."""
    fresh = sorted(fresh, key=lambda seen: seen.external_id)  # in one order, so that no batch waits for another's
    customers = copy_values(Customer, [{"name": seen.name or seen.handle} for seen in fresh])
    rows = [
        (seen.network, seen.external_id, seen.handle, seen.name, seen.followers, seen.verified, customer)
        for seen, customer in zip(fresh, customers, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [now(), *map(list, zip(*rows, strict=True))])
        keys = {external_id: (pk, customer) for pk, external_id, customer in cursor.fetchall()}
    mine = {seen.external_id: seen for seen in fresh if seen.external_id in keys}
    for external_id, seen in mine.items():
        seen.pk, seen.customer_id = keys[external_id]
    return mine


_STORE = """
INSERT INTO webcare_handle
    (proof, first_seen_at, network, external_id, handle, name, followers, verified, customer_id)
SELECT '', %s, * FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::varchar[], %s::bigint[], %s::boolean[], %s::bigint[])
ON CONFLICT DO NOTHING RETURNING id, external_id, customer_id
"""

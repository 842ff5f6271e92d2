"""An event as a network handed it in: kept before it is acknowledged, never dropped before it is understood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.db import connection, models, transaction

from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.handed import Handed
from webcare.channels.registry import adapter, networks
from webcare.channels.spending import hour_of
from webcare.ledger.recording import Actor, drafted, record_all
from webcare.lib.claiming import Leased, LeasedQuerySet, back_off
from webcare.lib.limits import MIB
from webcare.lib.now import now, real_now
from webcare.lib.strain import is_strain
from webcare.lib.waking import INCOMPLETE, RECEIPTS, WORK, wake

PATIENCE = 5  # attempts before an event that fails for an unknown reason is set aside
SUSPECT = 2  # times that it was begun and neither ended nor failed
DEADLY = 8  # times after which we say that it is the event, not the machine
BYTES = 32 * MIB  # of payloads that are understood together
AT_ONCE = 5_000  # events that one click plays again


class ReceiptKey(models.Model):
    """The deduplication key of an event; it outlives the payload, so that a late repeat is still a repeat."""

    network = models.CharField(max_length=32)
    key = models.CharField(max_length=255)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "key"], name="receipt_key_once")]

    def __str__(self) -> str:
        return f"{self.network} {self.key}"


class ReceiptQuerySet(LeasedQuerySet):
    def pending(self) -> Self:
        """Not yet understood and not set aside."""
        return self.filter(parsed_at=None, set_aside_at=None)

    def whole(self) -> Self:
        """Those of which nothing is missing, or nothing that can be had."""
        return self.filter(incomplete_at=None)

    def incomplete(self, network: str) -> Self:
        """Those that wait for what this network left out."""
        return self.pending().filter(network=network, incomplete_at__isnull=False)

    def to_take(self, limit: int) -> list[int]:
        """As much as a process can bear at once. What was begun twice and never ended may end us too: it goes alone."""
        size = models.Func("payload", function="octet_length", output_field=models.BigIntegerField())
        rows = self.annotate(size=size).values_list("pk", "size", "attempts")[:limit]
        taken: list[int] = []
        total = 0
        for pk, size_of_one, attempts in rows:
            total += size_of_one
            if taken and (total > BYTES or attempts >= SUSPECT):
                break
            taken.append(pk)
            if attempts >= SUSPECT:
                break
        return taken

    def went_without(self) -> Self:
        """Those that lack something for good, newest first."""
        return self.exclude(lacking="").order_by("-received_at")

    def set_aside(self) -> Self:
        """Those that somebody has to look at."""
        return self.filter(set_aside_at__isnull=False, parsed_at=None)


class Receipt(Leased):
    """`payload` is the raw body as it was signed, with what its network left out; `error` says why it was set aside.

    `incomplete_at`: since when it waits for what is missing (real time). `lacking`: why it went on without.
    """

    network = models.CharField(max_length=32)
    application = models.ForeignKey(Application, on_delete=models.SET_NULL, null=True, blank=True)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True)
    key = models.CharField(max_length=255)
    payload = models.BinaryField()
    received_at = models.DateTimeField(default=now)
    parsed_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    incomplete_at = models.DateTimeField(null=True, blank=True)
    lacking = models.TextField(blank=True, db_default="")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="receipt_pending",
                condition=models.Q(parsed_at=None, set_aside_at=None),
            ),
            models.Index(
                fields=["-set_aside_at"], name="receipt_set_aside", condition=models.Q(set_aside_at__isnull=False)
            ),
            models.Index(
                fields=["network", "next_attempt_at", "id"],
                name="receipt_incomplete",
                condition=models.Q(parsed_at=None, set_aside_at=None, incomplete_at__isnull=False),
            ),
            models.Index(fields=["-received_at"], name="receipt_lacking", condition=~models.Q(lacking="")),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.key}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "receipt"

    def set_aside(self, error: str) -> None:
        """Put it where people see it, with the sentence that says why; it can be played again."""
        self._settle(set_aside_at=now(), error=error[:2000], leased_until=None)

    def failed(self, error: Exception) -> None:
        """Try again later; after `PATIENCE` attempts it is set aside, unless our surroundings are to blame."""
        sentence = f"{type(error).__name__}: {error}"
        if is_strain(error):
            attempts = min(self.attempts, PATIENCE - 1)
            self.give_back(back_off(attempts), attempts=attempts, error=sentence[:2000])
        elif self.attempts >= PATIENCE:
            self.set_aside(sentence)
        else:
            self.give_back(back_off(self.attempts), error=sentence[:2000])

    def completed(self, payload: bytes, *, lacking: str = "") -> None:
        """Now it can be read: with what was missing, or without it because of what `lacking` says."""
        with transaction.atomic():
            self._settle(
                payload=payload, lacking=lacking[:2000], incomplete_at=None, error="",
                attempts=0, leased_until=None, next_attempt_at=real_now(),
            )  # fmt: skip
            wake(WORK, RECEIPTS)

    def _still(self) -> models.Q:
        """The attempts begin anew when it is complete; whoever stood still meanwhile must not take that for its own."""
        return super()._still() & models.Q(incomplete_at=self.incomplete_at)

    def play_again(self, by: Actor) -> bool:
        """Give it another chance; False if somebody did already."""
        return bool(play_again(Receipt.objects.filter(pk=self.pk), by))


class ReceiptPost(models.Model):
    """Which posts a payload holds, as its message or shown beside it, so that a deleted one is found wherever it is."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="posts")
    external_id = models.CharField(max_length=512, db_index=True)

    def __str__(self) -> str:
        return f"{self.external_id} in {self.receipt_id}"


def play_again(rows: ReceiptQuerySet, by: Actor) -> int:
    """Let the worker try those of `rows` again that are set aside; returns how many. Two who ask play them once."""
    with transaction.atomic():
        receipts = list(rows.set_aside().order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        if receipts:
            Receipt.objects.filter(pk__in=[receipt.pk for receipt in receipts]).update(
                set_aside_at=None, error="", attempts=0, leased_until=None, next_attempt_at=real_now()
            )
            record_all([drafted("receipt.played_again", receipt, by=by) for receipt in receipts])
            wake(WORK, RECEIPTS)
    return len(receipts)


def digest(payload: bytes) -> str:
    """The key of an event that has none of its own."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


def keep(
    network: str,
    key: str,
    payload: bytes,
    *,
    application: Application | None = None,
    account: Account | None = None,
    received_at: datetime | None = None,
    error: str = "",
) -> bool:
    """Keep an event; False when it was here before. With `error` it is set aside at once."""
    application_id, account_id = (application.pk if application else None), (account.pk if account else None)
    return keep_all([Handed(network, key, payload, application_id, account_id, received_at, error)]) == 1


def keep_all(events: Sequence[Handed]) -> int:
    """Keep events in one statement; returns how many were not here before."""
    at, real = now(), real_now()
    first = {(each.network, each.key[:255]): each for each in reversed(events)}
    leaving_out = {network for network, _ in first if _leaves_out(network)}
    rows = [
        (network, key, each.payload, each.application_id, each.account_id, each.received_at or at, each.error[:2000],
         real if network in leaving_out else None, each.item, each.micros)
        for (network, key), each in sorted(first.items())  # in one order, so that two batches never wait for each other
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [*map(list, zip(*rows, strict=True)), hour_of(real), real])
        return int(cursor.rowcount)


def bell_of(network: str) -> str:
    """Whom its events concern first."""
    return INCOMPLETE if _leaves_out(network) else RECEIPTS


def _leaves_out(network: str) -> bool:
    """Whether its events have to be completed before they are read."""
    return network in networks() and adapter(network).capabilities.completes is not None


_KEEP = """
WITH handed AS (
    SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::bytea[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[],
                          %s::timestamptz[], %s::varchar[], %s::bigint[])
        AS h (network, key, payload, application_id, account_id, at, error, incomplete_at, item, micros)
), fresh AS (
    INSERT INTO webcare_receiptkey (network, key, seen_at) SELECT network, key, at FROM handed
    ON CONFLICT DO NOTHING RETURNING network, key
), charged AS (
    INSERT INTO webcare_spending (application_id, hour, item, count, micros)
    SELECT application_id, %s, item, count(*), sum(micros) FROM handed JOIN fresh USING (network, key)
    WHERE item <> '' GROUP BY application_id, item
)
INSERT INTO webcare_receipt
    (network, key, payload, application_id, account_id, received_at, attempts, next_attempt_at, set_aside_at, error,
     incomplete_at)
SELECT network, key, payload, application_id, account_id, at, 0, %s, CASE WHEN error <> '' THEN at END, error, incomplete_at
FROM handed JOIN fresh USING (network, key)
"""

"""The ledger's chain: each event is sealed with the one before it, so that nothing can be changed, taken out or slipped in.

One job seals at a time, in the order in which it finds events; what commits late is sealed late, so no transaction that is
under way leaves a gap. The seals are made with a key that is not in the database: whoever can only write there cannot
make a chain of their own. Words are sealed by a salted hash of their own, which outlives them when somebody is erased.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from webcare.ledger.event import Event
from webcare.lib.keyring import proof_key
from webcare.lib.now import real_now

BATCH = 2000
LOCK = 0x6C6564676572  # "ledger": one sealer at a time
LATEST = timedelta(hours=1)  # no transaction runs longer
PURPOSE = "ledger"
PRUNING = "ledger.pruned"
PRUNED = 20_000


class Seal(models.Model):
    """`number` is the place in the chain. `words` is the hash of what an erasure may take, `salt` goes with it."""

    number = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    words = models.BinaryField()
    salt = models.BinaryField(null=True)
    seal = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-sealed_at"], name="seal_age")]

    def __str__(self) -> str:
        return f"{self.number}: event {self.event_id}"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that is not as it was."""

    number: int
    event_id: int
    why: str

    def __str__(self) -> str:
        return f"event {self.event_id} (number {self.number} in the chain) {self.why}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the whole chain found. `head` is worth noting elsewhere: a shorter chain cannot have it."""

    sealed: int
    erased: int
    pruned: int
    head: str
    broken: Broken | None


def seal_new() -> int:
    """Seal a batch of what is not sealed yet; how many that were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):  # somebody seals already
            return 0
        last = Seal.objects.order_by("-number").first()
        number, seal = (last.number, bytes(last.seal)) if last else (0, b"")
        rows: list[Seal] = []
        for event in _unsealed()[:BATCH]:
            salt = secrets.token_bytes(16)
            number += 1
            words = _words(event, salt)
            seal = _sealed(seal, number, event, words)
            rows.append(Seal(number=number, event_id=event.pk, words=words, salt=salt, seal=seal, sealed_at=real_now()))
        Seal.objects.bulk_create(rows)
    return len(rows)


def verify(head: str = "") -> Verdict:
    """Walk along the chain from its first link that is kept; `head` is one that was noted before."""
    pruned = _anchor()
    number, seal = (pruned.number, bytes(pruned.seal)) if pruned else (0, b"")
    begun, met, erased = number, not head or seal.hex() == head, 0
    for row, event in _links(after=number):
        if broken := _broken(row, event, number, seal):
            return Verdict(number - begun, erased, begun, seal.hex(), broken)
        number, seal = row.number, bytes(row.seal)
        erased += row.salt is None
        met = met or seal.hex() == head
    broken = _never_sealed() if met else Broken(number, 0, "is the last one, but another was noted: the end is cut off")
    return Verdict(number - begun, erased, begun, seal.hex(), broken)


def prunable(before: datetime) -> int:
    """The number up to which every event is older; 0 when none is. At most `PRUNED` links at once."""
    first = Seal.objects.order_by("number").first()
    young = Event.objects.filter(pk=OuterRef("event_id"), at__gte=before)
    limit = Seal.objects.filter(Exists(young)).order_by("number").values_list("number", flat=True).first()
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first()
    if first is None or last is None:
        return 0
    up_to = min(last if limit is None else limit - 1, first.number + PRUNED)
    return (
        up_to if Event.objects.filter(pk__in=Seal.objects.filter(number__lte=up_to).values("event_id")).exists() else 0
    )


def prune(up_to: int) -> int:
    """Remove the events up to that number, after the ledger has noted it; the last seal stays, and the rest hangs on it."""
    old = Seal.objects.filter(number__lte=up_to)
    with transaction.atomic():
        gone = Event.objects.filter(pk__in=old.values("event_id")).delete()[0]
        old.filter(number__lt=up_to).delete()
    return gone


def lose_words(events: models.QuerySet[Event]) -> int:
    """Take the words of these events, and what could prove which they were; how many that were."""
    with transaction.atomic():
        while seal_new():  # what is not sealed yet would be sealed as if it had never had any
            pass
        Seal.objects.filter(event_id__in=events.values("pk")).update(salt=None)
        return events.update(why="", data={}, before={})


def _unsealed() -> models.QuerySet[Event]:
    """Looked for from the place up to which everything was sealed a while ago, so that it costs little."""
    return Event.objects.filter(~Exists(_of_event()), pk__gt=_settled()).order_by("pk")


def _never_sealed() -> Broken | None:
    """Of an age at which every event has a seal; who writes behind our back does not wait for one."""
    slipped = Event.objects.filter(~Exists(_of_event()), pk__lte=_settled()).order_by("pk").first()
    return Broken(0, slipped.pk, "was never sealed: it was slipped in") if slipped else None


def _settled() -> int:
    old = Seal.objects.filter(sealed_at__lt=real_now() - LATEST).order_by("-event_id")
    return old.values_list("event_id", flat=True).first() or 0


def _of_event() -> models.QuerySet[Seal]:
    return Seal.objects.filter(event_id=OuterRef("pk"))


def _anchor() -> Seal | None:
    """The seal on which the rest hangs since older events were removed, if the ledger says that they were."""
    first = Seal.objects.order_by("number").first()
    if first is None or Event.objects.filter(pk=first.event_id).exists():
        return None
    return first if Event.objects.filter(verb=PRUNING, data__up_to=first.number).exists() else None


def _links(after: int) -> Iterator[tuple[Seal, Event | None]]:
    rows: list[Seal] = []
    for row in Seal.objects.filter(number__gt=after).order_by("number").iterator(chunk_size=BATCH):
        rows.append(row)
        if len(rows) == BATCH:
            yield from _with_events(rows)
            rows = []
    yield from _with_events(rows)


def _with_events(rows: list[Seal]) -> Iterator[tuple[Seal, Event | None]]:
    events = Event.objects.in_bulk([row.event_id for row in rows])
    for row in rows:
        yield row, events.get(row.event_id)


def _broken(row: Seal, event: Event | None, number: int, seal: bytes) -> Broken | None:
    if row.number != number + 1:
        return Broken(number + 1, row.event_id, "comes too early: its predecessor's seal was taken out")
    if event is None:
        return Broken(row.number, row.event_id, "was taken out")
    if not hmac.compare_digest(_sealed(seal, row.number, event, bytes(row.words)), bytes(row.seal)):
        return Broken(row.number, row.event_id, "was changed")
    if row.salt is None:
        return Broken(row.number, row.event_id, "got words after they were erased") if _has_words(event) else None
    if not hmac.compare_digest(_words(event, bytes(row.salt)), bytes(row.words)):
        return Broken(row.number, row.event_id, "has other words or details than were written")
    return None


def _has_words(event: Event) -> bool:
    return bool(event.why or event.data or event.before)


def _sealed(previous: bytes, number: int, event: Event, words: bytes) -> bytes:
    told = [
        number, event.pk, event.at.isoformat(), event.verb, event.actor_kind, event.actor_id, event.subject_kind,
        event.subject_id, event.under_kind, event.under_id, str(event.batch or ""), words.hex(),
    ]  # fmt: skip
    return hmac.new(proof_key(PURPOSE), previous + json.dumps(told).encode(), hashlib.sha256).digest()


def _words(event: Event, salt: bytes) -> bytes:
    told = json.dumps([event.why, event.data, event.before], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(salt + told.encode()).digest()

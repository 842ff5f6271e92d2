"""Reactions as networks tell of them, in any order and as often as they like; and as they are shown at a message.

A reaction may come before its message: it waits, and is forgotten where none came. Of a message that was deleted
nothing is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from psycopg.types.json import Jsonb

from webcare.channels.account import Account
from webcare.channels.inbound import Reacted
from webcare.channels.receipt import Receipt, ReceiptPost
from webcare.conversations.message import KnownId, Message
from webcare.conversations.reaction import Reaction
from webcare.customers.handle import Handle
from webcare.ledger.change import changed
from webcare.lib.copying import copy_values

WAITS = timedelta(days=2)  # for its message, and for older news of the same after it was taken back
SIGNS, SIGN_CHARACTERS = 20, 64
FEW = 2  # people whose names stand beside a sign; of more one has to ask
NAMED = 12  # people whom the page names for a sign
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign at a message: how many put it there, whether we are among them, and the names of the first."""

    sign: str
    count: int
    ours: bool
    names: tuple[str, ...]

    @property
    def are_few(self) -> bool:
        """Few enough to be named at once."""
        return self.count == len(self.names) <= FEW

    @property
    def others(self) -> int:
        """Those whom nobody names."""
        return self.count - len(self.names)


@dataclass(frozen=True, slots=True)
class _Place:
    """The message behind an id, under the id that it has now."""

    external_id: str
    conversation_id: int | None
    is_gone: bool


def react(told: Sequence[tuple[Reacted, Account, Receipt]]) -> None:
    """Keep what is newer than what we know, in one statement; open screens look again."""
    if not told:
        return
    copy_values(ReceiptPost, [
        {"receipt_id": receipt.pk, "external_id": trace(reacted.author.external_id)} for reacted, _, receipt in told
    ])  # fmt: skip
    places = _places([(account.pk, reacted.external_id) for reacted, account, _ in told])
    newest: dict[tuple[int, str, str], Reacted] = {}
    touched: set[str] = set()
    for reacted, account, _ in told:
        place = places.get((account.pk, reacted.external_id))
        if place and place.is_gone:
            continue
        key = (account.pk, place.external_id if place else reacted.external_id, reacted.author.external_id)
        if key not in newest or newest[key].at <= reacted.at:
            newest[key] = reacted
        if place:
            touched.add(f"conversation:{place.conversation_id}")
    _write(newest)
    changed(touched)


def trace(author: str) -> str:
    """Under which a raw event is found again that only tells of somebody's reaction, when they are forgotten."""
    return f"reaction of {author}"[:512]


def moved(account_id: int, former: str, external_id: str) -> None:
    """The message has another id since it was edited; what stood at it goes along."""
    there = Reaction.objects.filter(account=account_id, external_id=external_id)
    old = Reaction.objects.filter(account=account_id, external_id=former)
    old.exclude(author_external_id__in=there.values("author_external_id")).update(external_id=external_id)
    old.delete()


def with_reactions(messages: Collection[Message]) -> None:
    """Give each message its `signs`, in one query."""
    ids = [message.external_id for message in messages if message.external_id]
    accounts = {message.account_id for message in messages}
    rows = Reaction.objects.filter(account__among=accounts, external_id__among=ids).exclude(signs=[])
    known = Handle.objects.filter(network=OuterRef("account__network"), external_id=OuterRef("author_external_id"))
    called = Coalesce(NullIf("name", Value("")), NullIf("handle", Value("")), Value(""))
    found: dict[Key, list[Reaction]] = defaultdict(list)
    for row in rows.annotate(known_as=Subquery(known.values_list(called)[:1])).order_by("pk"):
        found[row.account_id, row.external_id].append(row)
    for message in messages:
        message.signs = _gathered(found.get((message.account_id, message.external_id or ""), []))


def strays(at: datetime) -> models.QuerySet[Reaction]:
    """Those whose message never came, and those that were taken back; nothing older can come any more."""
    there = Message.objects.filter(account=OuterRef("account"), external_id=OuterRef("external_id"))
    return Reaction.objects.filter(Q(signs=[]) | ~Exists(there), at__lt=at - WAITS)


def _gathered(rows: Sequence[Reaction]) -> list[Sign]:
    """Sign by sign, in the order in which they came."""
    people: dict[str, list[Reaction]] = defaultdict(list)
    for row in rows:
        for sign in row.signs:
            people[sign].append(row)
    return [
        Sign(sign, len(those), any(row.ours for row in those), tuple(filter(None, map(_name, those[:NAMED]))))
        for sign, those in people.items()
    ]


def _name(row: Reaction) -> str:
    return str(getattr(row, "known_as", None) or row.author_name)


def _places(keys: Collection[Key]) -> dict[Key, _Place]:
    """What is known of these ids, also of former ones, in two queries."""
    accounts, ids = {account for account, _ in keys}, {external_id for _, external_id in keys}
    there = Q(account__in=accounts, external_id__among=ids)
    fields = ("account_id", "external_id", "external_id", "conversation_id", "deleted_at")
    before = ("account_id", "external_id", "message__external_id", "message__conversation_id", "message__deleted_at")
    known = [*KnownId.objects.filter(there).values_list(*before), *Message.objects.filter(there).values_list(*fields)]
    return {
        (account, told): _Place(current or told, talk, deleted is not None or talk is None)
        for account, told, current, talk, deleted in known
    }


def _write(newest: Mapping[tuple[int, str, str], Reacted]) -> None:
    rows = [
        (account, place[:512], author[:320], told.author.name[:255] if told.signs else "", told.ours,
         Jsonb(list(dict.fromkeys(sign[:SIGN_CHARACTERS] for sign in told.signs))[:SIGNS]), told.at)
        for (account, place, author), told in sorted(newest.items(), key=itemgetter(0))
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_NEWER, [list(column) for column in zip(*rows, strict=True)])


_NEWER = """
INSERT INTO webcare_reaction (account_id, external_id, author_external_id, author_name, ours, signs, at)
SELECT * FROM unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::varchar[], %s::boolean[], %s::jsonb[], %s::timestamptz[])
ON CONFLICT (account_id, external_id, author_external_id) DO UPDATE
SET author_name = EXCLUDED.author_name, ours = EXCLUDED.ours, signs = EXCLUDED.signs, at = EXCLUDED.at
WHERE webcare_reaction.at <= EXCLUDED.at
"""

"""A deletion takes the words of a post away wherever a copy stands: message, raw events, other messages, delivery."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from django.db import connection, models, transaction
from django.db.models import F, Q, Value

from webcare.channels.account import Account
from webcare.channels.inbound import Deleted, Received
from webcare.channels.receipt import Receipt, ReceiptPost, ReceiptQuerySet
from webcare.channels.registry import adapter
from webcare.conversations.forwarding import deliveries_of
from webcare.conversations.known import Known
from webcare.conversations.message import KnownId, Message
from webcare.conversations.reaction import Reaction
from webcare.ledger.recording import record
from webcare.lib.copying import copy_values
from webcare.lib.now import now

_followers: list[Callable[[Message], None]] = []
_forgetters: list[Callable[[Account, Collection[str]], None]] = []


def when_purged(follow: Callable[[Message], None]) -> None:
    """Let `follow` have a message just before its words go, to remove its own copy of them; from reactions.py only."""
    _followers.append(follow)


def when_forgotten(follow: Callable[[Account, Collection[str]], None]) -> None:
    """Let `follow` forget its own copy of posts' words, by their ids on the account; from reactions.py only."""
    _forgetters.append(follow)


def delete(account: Account, deleted: Deleted) -> set[int]:
    """Purge a post that was deleted on its network, under any of its ids; remember it, should it still be on its way."""
    here = _same_place(account)
    known = list(KnownId.objects.filter(here, external_id=deleted.external_id).exclude(message=None))
    its_own = Q(external_id=deleted.external_id) | Q(pk__in=[one.message_id for one in known])
    messages = list(Message.objects.filter(here & its_own, deleted_at=None))
    if not messages and not Message.objects.filter(here & its_own).exists():
        KnownId.objects.get_or_create(
            account=account, external_id=deleted.external_id, defaults={"deleted_at": deleted.deleted_at}
        )
    for message in messages:
        purge(message)
    if not messages:  # perhaps it is shown beside another
        forget(account, [deleted.external_id])
    return {message.conversation_id for message in messages}


def purge(message: Message) -> None:
    """Remove everything that the message said, here too; the row stays, so that figures and order stay true."""
    with transaction.atomic():
        for follow in _followers:
            follow(message)
        message.revisions.all().delete()
        message.attachments.all().delete()
        Message.objects.filter(pk=message.pk).update(
            text="", html="", folded="", subject="", searchable=None, context=[], deleted_at=now()
        )
        _empty_delivery(message)
        ids = [message.external_id or "", *message.known_ids.values_list("external_id", flat=True)]
        forget(message.account, [one for one in ids if one])
        record("message.deleted", message, under=Known(message.conversation_id))


def forget(account: Account, external_ids: Collection[str]) -> None:
    """Take the words of these posts out of raw events and of messages that show them beside their own; and all reactions."""
    for follow in _forgetters:
        follow(account, external_ids)
    everywhere = _ids_name_one_post(account.network)
    events = Receipt.objects.filter(network=account.network) if everywhere else account.receipt_set.all()
    held = ReceiptPost.objects.filter(external_id__in=external_ids, receipt__in=events)
    holding = list(held.values_list("receipt_id", flat=True).distinct())
    Reaction.objects.filter(_same_place(account), external_id__in=external_ids).delete()
    redact(Receipt.objects.filter(pk__in=[*holding, *_set_aside_with(events, external_ids)]), external_ids)
    beside = ReceiptPost.objects.filter(receipt__in=holding).values("external_id")
    for message in Message.objects.filter(_same_place(account), external_id__in=beside).exclude(context=[]):
        context = [{**post, "text": ""} if post["external_id"] in external_ids else post for post in message.context]
        if context != message.context:
            Message.objects.filter(pk=message.pk).update(context=context)


@dataclass(frozen=True, slots=True)
class Gone:
    """Which posts of a batch were deleted, here or before they came."""

    known: frozenset[tuple[int, str]]  # account and external id
    everywhere: frozenset[str]  # external ids, where an id names one post for all accounts

    @classmethod
    def among(cls, network: str, received: Sequence[tuple[Received, Account]]) -> Gone:
        """Looked up in one query, also for posts that are only shown beside a message."""
        ids = {external_id for each, _ in received for external_id in held_by(each)}
        accounts = Account.objects.filter(network=network).values("pk")
        asked = Q(account__in=accounts, external_id__among=ids)
        purged = Message.objects.filter(asked).exclude(deleted_at=None)
        before = KnownId.objects.filter(asked).filter(Q(message=None) | Q(message__deleted_at__isnull=False))
        fields = ("account_id", "external_id")
        known = frozenset(purged.values_list(*fields).union(before.values_list(*fields)))
        everywhere = {external_id for _, external_id in known} if _ids_name_one_post(network) else ()
        return cls(known, frozenset(everywhere))

    def has(self, account: Account, external_id: str) -> bool:
        """Whether that post was deleted."""
        return external_id in self.everywhere or (account.pk, external_id) in self.known

    def takes(self, received: Received, account: Account) -> bool:
        """Whether that is a version of a post of which any version was deleted."""
        return any(self.has(account, one) for one in (received.external_id, *received.earlier_ids))

    def without(self, received: Received, account: Account) -> Received:
        """The same message, with nothing left of deleted posts that it shows."""
        context = tuple(replace(p, text="") if self.has(account, p.external_id) else p for p in received.context)
        return received if context == received.context else replace(received, context=context)


def note_posts(received: Sequence[tuple[Received, Account, Receipt]], gone: Gone) -> None:
    """Write down which posts each event holds; an event that tells of a deleted one again loses its words at once."""
    held = {(receipt.pk, external_id) for each, _, receipt in received for external_id in held_by(each)}
    copy_values(ReceiptPost, [{"receipt_id": pk, "external_id": one} for pk, one in sorted(held)])
    for each, account, receipt in received:
        words = {one for one in held_by(each) if gone.has(account, one)}
        if gone.takes(each, account):
            words |= {each.external_id, *each.earlier_ids}
        if words:
            redact(Receipt.objects.filter(pk=receipt.pk), words)


def arrived_too_late(received: Received, account: Account, message: Message | None) -> set[int]:
    """A version of a post that was deleted under another id: what we hold of it goes, and all its ids are remembered."""
    ids = [received.external_id, *received.earlier_ids]
    KnownId.objects.bulk_create(
        [KnownId(account=account, external_id=one, message=message, deleted_at=now()) for one in ids],
        ignore_conflicts=True,
    )
    forget(account, ids)
    if message is None or message.deleted_at:
        return set()
    purge(message)
    return {message.conversation_id}


def held_by(received: Received) -> set[str]:
    """The ids under which something in this event can be deleted."""
    return {received.external_id, *received.earlier_ids, *(post.external_id for post in received.context)}


def one_at_a_time(network: str, *, deletes: bool) -> None:
    """Keep a deletion and the arrival of what it deletes apart till the transaction ends; arrivals go side by side."""
    lock = "pg_advisory_xact_lock" if deletes else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtext('deletions on ' || %s))", [network])


def _ids_name_one_post(network: str) -> bool:
    """Whether an id means the same post for all our accounts; not where senders choose the ids themselves."""
    return not adapter(network).capabilities.forgeable_ids


def _same_place(account: Account) -> Q:
    if _ids_name_one_post(account.network):
        return Q(account__in=Account.objects.filter(network=account.network).values("pk"))
    return Q(account=account)


def redact(receipts: models.QuerySet[Receipt], external_ids: Collection[str]) -> None:
    """Take the words of these posts out of the events that brought them."""
    for receipt in receipts.select_for_update(of=("self",)):
        payload = adapter(receipt.network).redact(bytes(receipt.payload), external_ids)
        Receipt.objects.filter(pk=receipt.pk).update(payload=payload)


def _set_aside_with(events: ReceiptQuerySet, external_ids: Collection[str]) -> list[int]:
    """Events that nobody understood yet are few; they are searched for the bare ids."""
    found = Q()
    for number, external_id in enumerate(external_ids):
        words = Value(external_id.encode(), output_field=models.BinaryField())
        place = models.Func(
            words, F("payload"), function="position", arg_joiner=" in ", output_field=models.IntegerField()
        )
        events = events.alias(**{f"place_{number}": place})
        found |= Q(**{f"place_{number}__gt": 0})
    return list(events.set_aside().filter(found).values_list("pk", flat=True)) if external_ids else []


def _empty_delivery(message: Message) -> None:
    for delivery in deliveries_of(Message.objects.filter(pk=message.pk)):
        delivery.outgoing |= {"text": "", "subject": "", "template": None}
        delivery.save(update_fields=["outgoing"])

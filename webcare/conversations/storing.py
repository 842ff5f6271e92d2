"""Write a batch of understood messages, with one statement a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Q

from webcare.channels.adapter import Sent
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import ContextPost, Received
from webcare.channels.lateness import counts_from, delivered_late
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.conversations.attaching import store_inbound
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import KnownId, Message
from webcare.conversations.thread import Arrival
from webcare.customers.handle import Handle
from webcare.lib.copying import copy_values
from webcare.lib.limits import TEXT_CHARACTERS
from webcare.lib.logs import journal
from webcare.reading.reading import Reading

Placed = tuple[Arrival, Receipt, Reading, Conversation]


def store(placed: Sequence[Placed], at: datetime) -> set[int]:
    """Insert the messages, their further ids and their files; returns the touched conversations.

    `at` is from when on they can be seen here, which may be much later than they were received.
    """
    keys = copy_values(Message, [_columns(*one, at) for one in placed])
    stored = {key: receipt.pk for key, (_, receipt, *_) in zip(keys, placed, strict=True)}
    journal.info("Stored messages, each with its receipt", extra={"numbers": {"messages": stored}})
    known = [
        KnownId(account_id=arrival.account.pk, external_id=earlier, message_id=key)
        for key, (arrival, *_) in zip(keys, placed, strict=True)
        for earlier in arrival.received.earlier_ids
        if earlier != arrival.received.external_id
    ]
    if known:
        KnownId.objects.bulk_create(known, ignore_conflicts=True)
    for key, (arrival, *_) in zip(keys, placed, strict=True):
        for attachment in arrival.received.attachments:
            store_inbound(Message(pk=key), attachment)
    return {conversation.pk for *_, conversation in placed}


def is_echo_of_delivery(arrival: Arrival) -> bool:
    """Whether this is our own answer coming back through the webhook before its delivery was marked as sent."""
    from webcare.conversations.sending import accepted  # noqa: PLC0415 - sending settles what storing stores

    if not arrival.received.ours:
        return False
    for delivery in _under_way(arrival):
        if _same_answer(delivery, arrival.received):
            accepted(delivery, Sent(arrival.received.external_id, arrival.received.sent_at, arrival.received.permalink))
            return True
    known = Message.objects.filter(account=arrival.account, external_id=arrival.received.external_id)
    return known.exists()  # it was marked as sent between our first look and this one


def _under_way(arrival: Arrival) -> list[Delivery]:
    unsettled = Q(sent_at=None, failed_at=None, cancelled_at=None, sending_at__isnull=False)
    return list(Delivery.objects.filter(unsettled, account=arrival.account).order_by("pk"))


def _same_answer(delivery: Delivery, received: Received) -> bool:
    outgoing = delivery.outgoing
    if outgoing["private"] != received.private or not _is_same_text(outgoing["text"], received.text):
        return False
    if received.private:
        return bool(received.recipient) and outgoing["recipient"] == received.recipient.external_id  # type: ignore[union-attr]  # bool() narrows
    return outgoing["in_reply_to"] in received.parents


def _is_same_text(ours: str, theirs: str) -> bool:
    """Networks strip and prefix mentions; what we wrote stands at the end."""
    return " ".join(theirs.split()).endswith(" ".join(ours.split()))


def _columns(
    arrival: Arrival, receipt: Receipt, reading: Reading, conversation: Conversation, at: datetime
) -> dict[str, Any]:
    """A message as its table has it."""
    received = arrival.received
    return {
        "conversation_id": conversation.pk,
        "account_id": arrival.account.pk,
        "external_id": received.external_id,
        "ours": received.ours,
        "private": received.private,
        "handle_id": None if received.ours or arrival.handle is None else arrival.handle.pk,
        "parent_external_id": (received.parents or ("",))[0][:512],
        "quoted_external_id": received.quoted[:512],
        "context": [_context(post) for post in received.context],
        "subject": received.subject[:500],
        "text": received.text[:TEXT_CHARACTERS],
        "html": received.html,
        "folded": received.folded[:TEXT_CHARACTERS],
        "permalink": arrival.account.seen_at(received.permalink)[:500],
        "automatic": received.automatic,
        "proven_by": received.proven_by,
        "forwarded_by": received.forwarded_by[:255] or None,
        "addressed_to": received.addressed_to[:255] or None,
        "late_delivered": _is_late(arrival, receipt),
        "sent_at": received.sent_at,
        "received_at": receipt.received_at,
        "counts_from": counts_from(received.sent_at, receipt.received_at),
        "edited_at": received.sent_at if received.edited else None,
        "stored_at": at,
        **as_read(received, reading, arrival.handle, receipt.received_at),
    }


def _is_late(arrival: Arrival, receipt: Receipt) -> bool:
    """Whether the network kept the customer waiting; where we write down what was said, that was nobody but us."""
    if adapter(arrival.account.network).capabilities.noted:
        return False
    return delivered_late(arrival.received.sent_at, receipt.received_at)


def as_read(received: Received, reading: Reading, handle: Handle | None, at: datetime) -> dict[str, Any]:
    """The columns that say what a text is, for a message that is stored or edited at this moment."""
    return {
        "language": reading.language,
        "need": _need(received, reading, None if received.ours else handle, at),
        "urgent": reading.urgent,
        "abusive": reading.abusive and not received.ours,
        "config": reading.config,
        "searchable": reading.searchable,
    }


def _need(received: Received, reading: Reading, handle: Handle | None, at: datetime) -> str:
    if handle and (handle.blocked_at or (handle.muted_until and handle.muted_until > at)):
        return "muted"
    if received.attachments and reading.need in {"emoji", "empty", "tag_only"}:
        return "statement"  # a picture without words still says something
    return reading.need


def _context(post: ContextPost) -> dict[str, object]:
    shown = asdict(post)
    shown["sent_at"] = post.sent_at.isoformat() if post.sent_at else None
    return shown

"""What a network changes afterwards: an edit replaces what was said, a bounce undoes a success."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Bounced, Received
from webcare.conversations.known import Known
from webcare.conversations.message import KnownId, Message, Revision
from webcare.conversations.reacting import moved
from webcare.conversations.storing import as_read
from webcare.conversations.understanding import understood
from webcare.ledger.recording import record
from webcare.lib.limits import TEXT_CHARACTERS
from webcare.lib.now import now

Key = tuple[int, str]


class NotSentYet(Exception):
    """Something of ours is just leaving, and may be what the network speaks of."""


@dataclass(frozen=True, slots=True)
class KnownMessages:
    """Which of a batch we have seen, under their own id or an earlier one."""

    messages: dict[Key, Message]
    former: dict[Key, Message]

    def find(self, account_id: int, received: Received) -> Message | None:
        """The message under any of its ids."""
        for external_id in (received.external_id, *received.earlier_ids):
            key = (account_id, external_id)
            if found := self.messages.get(key) or self.former.get(key):
                return found
        return None


def known_messages(received: Sequence[tuple[int, Received]]) -> KnownMessages:
    """Look all ids of a batch up, in two queries."""
    accounts = {account_id for account_id, _ in received}
    ids = {external_id for _, r in received for external_id in (r.external_id, *r.earlier_ids)}
    messages = Message.objects.filter(account__in=accounts, external_id__among=ids)
    former = KnownId.objects.filter(account__in=accounts, external_id__among=ids).select_related("message")
    return KnownMessages(
        {(m.account_id, m.external_id or ""): m for m in messages},
        {(k.account_id, k.external_id): k.message for k in former if k.message},
    )


def edit(message: Message, received: Received) -> set[int]:
    """Replace the text by a newer version of the same post; a repeat or an older version changes nothing."""
    if message.deleted_at or not received.edited or not _is_newer(message, received):
        return set()
    if message.external_id != received.external_id:
        _remember_ids(message, [message.external_id or "", *received.earlier_ids])
        moved(message.account_id, message.external_id or "", received.external_id)
    if _said(received) != (message.text, message.subject, message.folded):
        Revision.objects.create(message=message, text=message.text)
        _apply(message, received)
        record("message.edited", message, under=Known(message.conversation_id))
    elif message.external_id != received.external_id:
        Message.objects.filter(pk=message.pk).update(external_id=received.external_id)
    return {message.conversation_id}


def bounce(account: Account, bounced: Bounced, *, may_wait: bool) -> set[int]:
    """Our answer came back: the delivery failed after all, and the customer waits again.

    A network may say so before we know how it calls that answer. Raises NotSentYet then, if the news `may_wait`.
    """
    message = (
        Message.objects.filter(account=account, external_id=bounced.external_id, ours=True)
        .select_related("delivery")
        .first()
    )
    under_way = Delivery.objects.pending().filter(account=account, sending_at__isnull=False)
    if message is None and may_wait and under_way.exists():
        raise NotSentYet
    if message is None or message.delivery is None or message.delivery.failed_at or not bounced.permanent:
        return set()
    delivery = message.delivery
    delivery.failed_at, delivery.error, delivery.sent_at = (now(), bounced.reason[:2000], None)
    delivery.save(update_fields=["failed_at", "error", "sent_at"])
    record("reply.bounced", message, under=Known(message.conversation_id), why=bounced.reason)
    return {message.conversation_id} | ({message.covers_id} if message.covers_id else set())


def _is_newer(message: Message, received: Received) -> bool:
    if message.external_id != received.external_id:
        return message.external_id in received.earlier_ids
    return _said(received) != (message.text, message.subject, message.folded)


def _said(received: Received) -> tuple[str, str, str]:
    return received.text[:TEXT_CHARACTERS], received.subject[:500], received.folded[:TEXT_CHARACTERS]


def _remember_ids(message: Message, ids: Sequence[str]) -> None:
    KnownId.objects.bulk_create(
        [KnownId(account_id=message.account_id, external_id=known, message=message) for known in dict.fromkeys(ids)],
        ignore_conflicts=True,
    )


def _apply(message: Message, received: Received) -> None:
    reading = understood([received.text])[0]
    Message.objects.filter(pk=message.pk).update(
        external_id=received.external_id,
        text=received.text[:TEXT_CHARACTERS],
        html=received.html,
        subject=received.subject[:500],
        folded=received.folded[:TEXT_CHARACTERS],
        edited_at=received.sent_at if received.earlier_ids else now(),
        **as_read(received, reading, message.handle, now()),
    )

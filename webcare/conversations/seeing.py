"""The other side has read what we wrote, or has it on their device: said by the network, kept at our messages.

What was first told with the earliest moment stands. Word of a message that we do not have is dropped; where one of ours is
just leaving, it may be the one that was read, and the word waits until we know how the network calls it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, Value
from django.db.models.functions import Least

from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Seen
from webcare.conversations.changing import NotSentYet
from webcare.conversations.message import Message
from webcare.ledger.change import changed

SKEW = timedelta(seconds=5)  # where a network does not say when it took ours, its clock is compared with our own


def see(account: Account, told: Seen, *, may_wait: bool = False) -> None:
    """Note it, and let open screens look again. What was read has arrived too.

    Raises NotSentYet where it may be about an answer that is leaving at this moment, if the word `may_wait`.
    """
    if may_wait and _is_leaving(account, told):  # asked first: what has left meanwhile is found below
        raise NotSentYet
    which = Q(external_id__in=told.external_ids)
    if told.upto and told.thread_key:
        which |= Q(
            conversation__account=account, conversation__thread_key=told.thread_key, sent_at__lte=told.upto + SKEW
        )
    field = "delivered_at" if told.delivered else "seen_at"
    news = Q(**{field: None}) | Q(**{f"{field}__gt": told.at})
    rows = Message.objects.filter(which, news, account=account, ours=True, deleted_at=None)
    found = list(rows.order_by("pk").values_list("pk", "conversation_id"))
    if not found:
        return
    arrived = Least("delivered_at", Value(told.at))  # of a null and a moment PostgreSQL takes the moment
    read = {} if told.delivered else {"seen_at": Least("seen_at", Value(told.at))}
    Message.objects.filter(pk__in=[pk for pk, _ in found]).update(delivered_at=arrived, **read)
    changed(f"conversation:{talk}" for _, talk in found)


def _is_leaving(account: Account, told: Seen) -> bool:
    leaving = Delivery.objects.pending().filter(account=account, sending_at__isnull=False)
    if told.thread_key:
        return leaving.filter(outgoing__thread_key=told.thread_key).exists()
    if not leaving.exists():
        return False
    return Message.objects.filter(account=account, external_id__in=told.external_ids).count() < len(told.external_ids)
